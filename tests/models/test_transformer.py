import json
import sys
import time
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from sentiment.batch import Batch
from sentiment.errors import UserError
from sentiment.instantiation import rebuild_net
from sentiment.models import SentimentClassifier, Transformer

from model_case import VOCABULARY, ModelCase, make_batch
from tiny_encoders import LAYERS, POSITIONS, architecture, save_encoder

# Two of the ids are not the tokenizer's.
OWN_TOKENS = VOCABULARY - 2
SETTINGS = {
    "pooling": "mean",
    "dropout": 0.1,
    "frozen_layers": 0,
    "layer_decay": 1.0,
    "max_length": 32,
}


def make_transformer(kind: str = "bert", **settings: object) -> Transformer:
    encoder = {"encoder": architecture(kind, OWN_TOKENS)}
    return Transformer(VOCABULARY, **{**encoder, **SETTINGS, **settings})  # type: ignore[arg-type]


def from_folder(folder: Path | str, **settings: object) -> Transformer:
    return Transformer.from_pretrained(VOCABULARY, str(folder), **{**SETTINGS, **settings})


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Encoders as the Hub has them."""
    folder = tmp_path_factory.mktemp("encoders")
    return {kind: save_encoder(folder / kind, kind) for kind in ("bert", "roberta")}


class TransformerCase(ModelCase):
    # At greater rates it hangs on the last bits, which a processor or its threads decide.
    learning_rate = 0.005


@pytest.mark.slow
class TestBert(TransformerCase):
    def make_net(self) -> nn.Module:
        return make_transformer("bert")


@pytest.mark.slow
class TestDistilBert(TransformerCase):
    def make_net(self) -> nn.Module:
        return make_transformer("distilbert")


class TestRoberta(TransformerCase):
    def make_net(self) -> nn.Module:
        return make_transformer("roberta")


class TestFirstToken(TransformerCase):
    def make_net(self) -> nn.Module:
        return make_transformer("bert", pooling="first")

    def test_contributions_add_up_to_the_logit(self, net: nn.Module, batch: Batch) -> None:
        with pytest.raises(UserError, match="pooling=mean"):
            net.contributions(batch.token_ids, batch.lengths)

    def test_converts_to_onnx_in_any_shape(self, net: nn.Module) -> None:
        """Without contributions it does not."""


def states(net: Transformer, batch: Batch) -> Tensor:
    return net._states(batch.token_ids, batch.lengths)


@pytest.mark.parametrize(("kind", "padding"), [("bert", 0), ("roberta", 1)])
def test_reads_as_the_library_itself_does(
    folders: dict[str, Path], kind: str, padding: int
) -> None:
    from transformers import AutoModel

    net = from_folder(folders[kind]).eval()
    theirs = AutoModel.from_pretrained(folders[kind]).eval()
    batch = make_batch([9, 4])
    mask = batch.token_ids != 0
    ids = torch.where(mask, batch.token_ids - 2, padding)
    expected = theirs(input_ids=ids, attention_mask=mask.long()).last_hidden_state
    for row, length in enumerate((9, 4)):
        found = states(net, batch)[row, :length]
        torch.testing.assert_close(found, expected[row, :length], atol=1e-6, rtol=0)


def test_trains_with_the_encoders_own_dropout(folders: dict[str, Path]) -> None:
    assert all(module.training for module in from_folder(folders["bert"]).modules())


def test_is_made_again_from_primitives_alone(folders: dict[str, Path]) -> None:
    net = from_folder(folders["roberta"], frozen_layers=1).eval()
    made_with = {"_target_": "sentiment.models.Transformer.from_pretrained", "encoder": "gone"}
    settings = {**made_with, **SETTINGS, "frozen_layers": 1, "name": "transformer"}
    rebuilt_with = json.loads(json.dumps({**settings, **net.rebuild_settings()}))
    again = rebuild_net(rebuilt_with, VOCABULARY).eval()
    again.load_state_dict(net.state_dict())
    batch = make_batch([7, 3])
    expected = net(batch.token_ids, batch.lengths)
    assert torch.equal(again(batch.token_ids, batch.lengths), expected)


def test_a_file_can_name_no_code_and_no_place(folders: dict[str, Path]) -> None:
    name = {"_target_": "sentiment.models.Transformer.from_pretrained", **SETTINGS}
    with pytest.raises(UserError, match="can't be made"):
        rebuild_net({**name, "encoder": str(folders["bert"])}, VOCABULARY)
    hostile = {
        **architecture("bert", OWN_TOKENS),
        "auto_map": {"AutoModel": "someone/something--code.Net"},
        "_attn_implementation": "someone/kernels",
        "attn_implementation": "someone/kernels",
        "quantization_config": {"quant_method": "someones"},
        "_name_or_path": "someone/something",
    }
    target = {"_target_": "sentiment.models.Transformer", **SETTINGS}
    rebuild_net({**target, "encoder": hostile}, VOCABULARY)
    for other in ({}, {"model_type": "timm_backbone"}, {"model_type": "bart"}, {"model_type": []}):
        with pytest.raises(UserError, match="no encoder of text"):
            rebuild_net({**target, "encoder": other}, VOCABULARY)
    with pytest.raises(UserError, match="can't be made"):
        rebuild_net({**target, "encoder": {**hostile, "hidden_size": "many"}}, VOCABULARY)
    with pytest.raises(UserError, match="can't be made"):
        rebuild_net({**target, "encoder": "bert-base-uncased"}, VOCABULARY)


def test_the_lowest_layers_can_stay_as_they_are() -> None:
    net = make_transformer("distilbert", frozen_layers=1)
    batch = make_batch([5, 3])
    net(batch.token_ids, batch.lengths).sum().backward()
    frozen = {name for name, parameter in net.named_parameters() if parameter.grad is None}
    assert frozen == {
        name for name, _ in net.named_parameters() if "embeddings" in name or ".layer.0." in name
    }


def test_lower_layers_learn_more_slowly() -> None:
    net = make_transformer("bert", layer_decay=0.5)
    classifier = SentimentClassifier(net, lambda groups: torch.optim.SGD(groups, lr=1.0))
    names = {id(parameter): name for name, parameter in net.named_parameters()}
    rates = {
        names[id(parameter)]: group["lr"]
        for group in classifier.make_optimizer().param_groups
        for parameter in group["params"]
    }
    assert rates.keys() == {name for name, _ in net.named_parameters()}
    assert rates["classifier.weight"] == 1
    assert rates["encoder.encoder.layer.1.attention.self.query.weight"] == 0.5
    assert rates["encoder.encoder.layer.0.output.dense.bias"] == 0.25
    assert rates["encoder.embeddings.word_embeddings.weight"] == 0.125


@pytest.mark.parametrize(
    ("kind", "settings", "sentence"),
    [
        ("bert", {"max_length": POSITIONS + 1}, f"reads at most {POSITIONS} tokens"),
        ("roberta", {"max_length": POSITIONS - 1}, f"reads at most {POSITIONS - 2} tokens"),
        ("bert", {"frozen_layers": LAYERS + 1}, f"this encoder has {LAYERS} layers"),
        ("bert", {"vocabulary_size": VOCABULARY + 1}, "embeddings for 48 tokens"),
    ],
)
def test_what_an_encoder_can_not(kind: str, settings: dict[str, int], sentence: str) -> None:
    encoder = architecture(kind, OWN_TOKENS)
    arguments = {"vocabulary_size": VOCABULARY, "encoder": encoder, **SETTINGS, **settings}
    with pytest.raises(UserError, match=sentence):
        Transformer(**arguments)  # type: ignore[arg-type]


def test_all_that_a_name_on_the_hub_can_mean_here(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "wordless").mkdir()
    (tmp_path / "wordless" / "config.json").write_text(json.dumps(architecture("bert", OWN_TOKENS)))
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "config.json").write_text("{")
    for encoder, sentence in (
        ("./nothing", "there is no such folder"),
        (f"{tmp_path}/nothing", "there is no such folder"),
        (f"{tmp_path}/empty", "has no config.json"),
        (f"{tmp_path}/wordless", "weights can't be read"),
        (f"{tmp_path}/damaged", "configuration can't be read"),
        ("nothing-base", "the Hub does not answer"),
        ("someone/nothing", "the Hub does not answer"),
    ):
        started = time.monotonic()
        with pytest.raises(UserError, match=sentence):
            from_folder(encoder)
        assert time.monotonic() - started < 5


def test_says_how_to_get_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers.utils", None)
    with pytest.raises(UserError, match=r"pip install -e '\.\[transformers\]'"):
        make_transformer()
