"""What every network of the project must pass: inherit ``ModelCase`` and give ``make_net``."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from sentiment.batch import Batch
from sentiment.data.batches import collate

VOCABULARY = 50
# Of a small recurrent network.
RECURRENT = {
    "vocabulary_size": VOCABULARY,
    "embedding_dim": 12,
    "hidden_dim": 10,
    "num_layers": 1,
    "dropout": 0.4,
    "embedding_dropout": 0.3,
    "word_dropout": 0.1,
    "pooling": "max",
}


class ModelCase:
    """Tests of a network that maps (token_ids, lengths) to one logit a review."""

    # At which it overfits.
    learning_rate = 0.02

    def make_net(self) -> nn.Module:
        """A small network over a vocabulary of ``VOCABULARY``."""
        raise AssertionError("a test class gives its network")

    @pytest.fixture
    def net(self) -> nn.Module:
        torch.manual_seed(0)
        return self.make_net()

    @pytest.fixture
    def batch(self) -> Batch:
        return make_batch([5, 1, 9, 17, 2, 30, 3, 8, 12, 4])

    def test_gives_one_logit_a_review(self, net: nn.Module, batch: Batch) -> None:
        logits = net(batch.token_ids, batch.lengths)
        assert logits.shape == (10,)
        assert logits.dtype == torch.float32
        assert torch.isfinite(logits).all()

    def test_a_review_does_not_depend_on_its_batch(self, net: nn.Module, batch: Batch) -> None:
        net.eval()
        together = net(batch.token_ids, batch.lengths)
        for row, length in enumerate(batch.lengths.tolist()):
            alone = net(batch.token_ids[row : row + 1, :length], batch.lengths[row : row + 1])
            torch.testing.assert_close(alone[0], together[row], atol=1e-6, rtol=0)

    def test_nor_on_what_stands_in_the_padding(self, net: nn.Module, batch: Batch) -> None:
        net.eval()
        clean = net(batch.token_ids, batch.lengths)
        positions = torch.arange(batch.token_ids.shape[1])
        noise = torch.randint(2, VOCABULARY, batch.token_ids.shape)
        noisy = torch.where(positions < batch.lengths[:, None], batch.token_ids, noise)
        torch.testing.assert_close(net(noisy, batch.lengths), clean, atol=1e-6, rtol=0)

    def test_contributions_add_up_to_the_logit(self, net: nn.Module, batch: Batch) -> None:
        net.eval()
        contributions = net.contributions(batch.token_ids, batch.lengths)
        assert contributions.shape == batch.token_ids.shape
        positions = torch.arange(batch.token_ids.shape[1])
        assert not contributions[positions >= batch.lengths[:, None]].any()
        logits = net(batch.token_ids, batch.lengths)
        torch.testing.assert_close(contributions.sum(dim=1) + net.bias(), logits, atol=1e-5, rtol=0)
        assert (contributions.std(dim=1) > 0)[batch.lengths > 1].all()

    def test_every_token_of_a_review_matters(self, net: nn.Module) -> None:
        net.eval()
        length = 6
        batch = make_batch([length])
        before = net(batch.token_ids, batch.lengths)
        changed = 0
        for position in range(length):
            other = batch.token_ids.clone()
            other[0, position] = other[0, position] % (VOCABULARY - 2) + 2
            changed += int((net(other, batch.lengths) - before).abs().item() > 1e-7)
        assert changed == length

    def test_every_parameter_gets_a_gradient(self, net: nn.Module, batch: Batch) -> None:
        net.eval()
        loss_of(net, batch).backward()
        without = [
            name
            for name, parameter in net.named_parameters()
            if parameter.grad is None or not parameter.grad.abs().sum() > 0
        ]
        assert without == []

    def test_overfits_ten_reviews(self, net: nn.Module, batch: Batch) -> None:
        net.train()
        for module in net.modules():
            for rate in ("p", "rate"):
                if hasattr(module, rate):
                    setattr(module, rate, 0.0)
        optimizer = torch.optim.Adam(net.parameters(), lr=self.learning_rate)
        for _ in range(80):
            loss = loss_of(net, batch)
            if loss.item() < 0.05:
                return
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        raise AssertionError(f"its loss is still {loss.item()}")

    def test_survives_saving_and_loading(
        self, net: nn.Module, batch: Batch, tmp_path: Path
    ) -> None:
        net.eval()
        torch.save(net.state_dict(), tmp_path / "net.pt")
        torch.manual_seed(1)
        again = self.make_net().eval()
        again.load_state_dict(torch.load(tmp_path / "net.pt", weights_only=True))
        expected = net(batch.token_ids, batch.lengths)
        assert torch.equal(again(batch.token_ids, batch.lengths), expected)

    @pytest.mark.slow
    def test_converts_to_onnx_in_any_shape(self, net: nn.Module) -> None:
        # Here and not above: the other tests should not wait for ONNX.
        from sentiment.bundle.network import Network
        from sentiment.conversion import convert, has_lstms, to_int8

        net.eval()
        graphs = convert(net)
        generator = np.random.default_rng(0)
        reviews = [
            generator.integers(2, VOCABULARY, length).astype(np.int32)
            for length in (1, 1, 9, 40, 2, 7)
        ]
        with torch.inference_mode():
            expected = [
                net(torch.from_numpy(ids)[None].long(), torch.tensor([len(ids)])).item()
                for ids in reviews
            ]
        network = Network(graphs.network.SerializeToString())
        explainer = Network(graphs.explainer.SerializeToString())
        for batch in ([0], [2], [0, 1], [3, 0], list(range(6))):
            together = [reviews[row] for row in batch]
            wanted = pytest.approx([expected[row] for row in batch], abs=1e-5)
            assert network.run(together)[0] == wanted
            logits, contributions = explainer.run(together)
            assert logits == wanted
            assert contributions.sum(axis=1) + net.bias().item() == wanted
        if has_lstms(net):
            int8 = Network(to_int8(graphs.network, reviews).SerializeToString())
            rounded = int8(reviews)
            # Whatever stands beside it, a review's logit is the same; it is near the exact one.
            alone = np.concatenate([int8([ids]) for ids in reviews])
            assert rounded == pytest.approx(alone, abs=1e-6)
            assert rounded == pytest.approx(expected, abs=0.05)

    def test_dropout_is_for_training_alone(self, net: nn.Module, batch: Batch) -> None:
        net.train()
        first, second = (net(batch.token_ids, batch.lengths) for _ in range(2))
        assert not torch.equal(first, second)
        net.eval()
        first, second = (net(batch.token_ids, batch.lengths) for _ in range(2))
        assert torch.equal(first, second)


def make_batch(lengths: list[int]) -> Batch:
    """Random reviews of these lengths, every other one positive."""
    generator = torch.Generator().manual_seed(0)
    reviews = [
        (row, torch.randint(2, VOCABULARY, (length,), generator=generator).int().numpy(), row % 2)
        for row, length in enumerate(lengths)
    ]
    return collate(reviews)


def loss_of(net: nn.Module, batch: Batch) -> Tensor:
    """Binary cross-entropy."""
    logits = net(batch.token_ids, batch.lengths)
    return nn.functional.binary_cross_entropy_with_logits(logits, batch.labels)
