"""What a pretraining leaves for a classifier to start from."""

import pickle
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from sentiment.checkpoint import AtomicCheckpointIO
from sentiment.errors import UserError
from sentiment.models import Network
from sentiment.text import UNKNOWN_ID, Vocabulary
from sentiment.word_vectors import as_spread_as

FILE = "pretrained.pt"
_EMBEDDING, _LAYER = "embedding.weight", "layer."


@dataclass(frozen=True)
class Pretrained:
    """Embeddings and, of a language model, the layer that reads them.

    Attributes:
        tokens: those that have ids, in the order of the ids.
        weights: by their names in a language model; the embeddings are ``embedding.weight``
            [ids, features].
    """

    tokens: list[str]
    weights: dict[str, Tensor]

    @property
    def embedding(self) -> Tensor:
        """The embeddings [ids, features] float32."""
        return self.weights[_EMBEDDING]

    @property
    def layer(self) -> dict[str, Tensor]:
        """The weights of the layer by their names in it; none of word vectors alone."""
        return {
            name.removeprefix(_LAYER): value
            for name, value in self.weights.items()
            if name.startswith(_LAYER)
        }


def is_finished(run_dir: Path) -> bool:
    """Whether a pretraining has come to its end there."""
    return (run_dir / FILE).is_file() and (run_dir / "metrics.json").is_file()


def write_pretrained(run_dir: Path, pretrained: Pretrained) -> None:
    """Writes it into a run's folder, whole or not at all.

    Raises:
        UserError: when it can't be written.
    """
    content = {"tokens": pretrained.tokens, "weights": pretrained.weights}
    AtomicCheckpointIO().save_checkpoint(content, run_dir / FILE)


def read_pretrained(path: Path) -> Pretrained:
    """Reads what ``write_pretrained`` wrote.

    Args:
        path: the run's folder, or the file in it.

    Raises:
        UserError: when it is not there, or is damaged.
    """
    file = path / FILE if path.is_dir() else path
    if not file.is_file():
        raise UserError(
            f"model.pretrained={path}: there is no {FILE}; name the folder of a finished "
            "python -m sentiment.pretrain, or let model.pretrained=auto make one."
        )
    try:
        content = torch.load(file, map_location="cpu", weights_only=True)
        pretrained = Pretrained(content["tokens"], content["weights"])
        if len(pretrained.embedding) != len(Vocabulary(pretrained.tokens)):
            raise ValueError("as many embeddings as there are ids")
    except (
        *(OSError, EOFError, RuntimeError, pickle.UnpicklingError),
        *(ValueError, KeyError, TypeError, AttributeError),
    ) as error:
        raise UserError(
            f"model.pretrained={file} is damaged, incomplete, or something else; remove it and "
            "make it again."
        ) from error
    return pretrained


@torch.no_grad()
def start_from(net: Network, pretrained: Pretrained, vocabulary: Vocabulary) -> int:
    """Gives a network the embeddings, and the first layer where it has the same one.

    Embeddings come as they are where the layer that was trained with them comes too; alone they are
    scaled to the spread that the network's own have at first, which it was tuned for.

    Args:
        net: a network with ``embedding`` [ids, features].
        pretrained: what it starts from.
        vocabulary: the network's.

    Returns:
        How many of the vocabulary's tokens have an embedding now.

    Raises:
        UserError: when the network has other sizes, or none of the tokens.
    """
    embedding = getattr(net, "embedding", None)
    if not isinstance(embedding, torch.nn.Embedding):
        raise UserError("model.pretrained: this network has no embeddings to start from.")
    _check_size("embedding_dim", embedding.embedding_dim, pretrained.embedding.shape[1])
    places = Vocabulary(pretrained.tokens).encode(vocabulary.tokens)
    known = places > UNKNOWN_ID
    if not known.any():
        raise UserError("model.pretrained has none of the vocabulary's tokens.")
    # A token without an id of its own is one here as there, whichever they are.
    ids = torch.from_numpy(known.nonzero()[0] + UNKNOWN_ID + 1)
    ids = torch.cat([torch.tensor([UNKNOWN_ID]), ids])
    found = pretrained.embedding[[UNKNOWN_ID, *places[known].tolist()]]
    layers = getattr(net, "layers", None)
    if layers is not None and pretrained.layer:
        _copy_layer(layers[0], pretrained.layer)
    else:
        found = as_spread_as(embedding.weight[UNKNOWN_ID:], found)
    embedding.weight[ids] = found
    return int(known.sum())


def _copy_layer(own: torch.nn.Module, found: dict[str, Tensor]) -> None:
    if own.state_dict().keys() != found.keys():
        raise UserError(
            "model.pretrained is of an LSTM and this network reads otherwise; "
            "objective=skipgram makes word vectors, which any network can start from."
        )
    for name, value in own.state_dict().items():
        # An LSTM has four gates.
        _check_size("hidden_dim", len(value) // 4, len(found[name]) // 4)
        value.copy_(found[name])


def _check_size(setting: str, own: int, found: int) -> None:
    if own != found:
        raise UserError(
            f"model.pretrained was made with model.{setting}={found}, and this network has {own}; "
            "give both the same."
        )
