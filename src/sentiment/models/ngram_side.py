"""A naive-Bayes vote of n-grams, weighted by learning."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from sentiment.batch import EncodedReviews
from sentiment.errors import UserError
from sentiment.models.ngrams import count_ngrams, ngram_keys
from sentiment.models.recurrent import valid_mask

# The most tokens of a review, so that a position and a key fit into one number.
_LONGEST = 1 << 14
_STATISTICS = ("keys", "positive", "negative", "weight")


class NgramSide(nn.Module):
    """The weighted sum of the log-count ratios of a review's n-grams (Wang and Manning 2012).

    In training a review's own label is taken out of the counts first. Otherwise a rare n-gram would
    tell a training review its label, and the network beside would have nothing to learn.
    """

    def __init__(
        self,
        vocabulary_size: int,
        orders: int,
        min_count: int,
        smoothing: float,
        scale: float,
        dropout: float,
    ) -> None:
        """Knows no n-grams yet.

        Args:
            vocabulary_size: the number of token ids.
            orders: 3 for n-grams of one to three tokens.
            min_count: an n-gram that stands fewer times in training has no say.
            smoothing: reviews of either label that each n-gram is taken to have stood in besides.
            scale: what the sum is multiplied by.
            dropout: rate at which an n-gram of a review loses its vote.

        Raises:
            UserError: when n-grams of so many tokens can't be numbered.
        """
        super().__init__()
        if vocabulary_size ** (orders + 1) // (vocabulary_size - 1) * _LONGEST >= 1 << 63:
            raise UserError(
                f"model.ngram_orders={orders} is too many for a vocabulary of {vocabulary_size:,} "
                "tokens; lower it, or data.max_vocabulary."
            )
        self.vocabulary_size = vocabulary_size
        self.orders = orders
        self.min_count = min_count
        self.smoothing = smoothing
        self.dropout = nn.Dropout(dropout)
        # Not learned: its gradient, the sum of all votes, would leave others nothing of the norm
        # that gradients are clipped to.
        self.scale = scale
        self.weight = nn.Parameter(torch.ones(0))
        self.keys: Tensor
        self.positive: Tensor
        self.negative: Tensor
        self.balance: Tensor
        self.register_buffer("keys", torch.zeros(0, dtype=torch.int64))
        self.register_buffer("positive", torch.zeros(0))
        self.register_buffer("negative", torch.zeros(0))
        # The log-odds of a review of the training split.
        self.register_buffer("balance", torch.zeros(()))

    def study(self, reviews: EncodedReviews) -> None:
        """Counts the n-grams of the training split."""
        counts = count_ngrams(reviews, self.orders, self.min_count, self.vocabulary_size)
        self.keys = torch.from_numpy(counts.keys)
        self.positive = torch.from_numpy(counts.positive)
        self.negative = torch.from_numpy(counts.negative)
        share = float(reviews.labels.mean())
        self.balance = torch.tensor(share / (1 - share)).log()
        self.weight = nn.Parameter(torch.ones(len(counts.keys)))

    def forward(self, token_ids: Tensor, lengths: Tensor, labels: Tensor | None = None) -> Tensor:
        """What the n-grams of each review say together.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64.
            labels: [batch] float32 of reviews that ``study`` counted, to be left out; None for any
                others.

        Returns:
            [batch] float32, log-odds.
        """
        votes, _ = self._votes(token_ids, lengths, labels)
        return votes.sum(dim=(1, 2))

    def by_position(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """What each n-gram says, at its first position; the words of it share its vote evenly.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64.

        Returns:
            [batch, time] float32, log-odds; sums over time to ``forward``.
        """
        votes, positions = self._votes(token_ids, lengths)
        by_end = torch.zeros_like(votes).scatter(2, positions, votes)
        shares = torch.zeros_like(by_end[:, 0])
        for order in range(self.orders):
            share = by_end[:, order] / (order + 1)
            for earlier in range(order + 1):
                # The n-gram that ends at t has a word at t - earlier.
                shares = shares + pad(share, (0, earlier))[:, earlier:]
        return shares

    def _votes(
        self, token_ids: Tensor, lengths: Tensor, labels: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Votes [batch, orders, time], and at which position [batch, orders, time] each ends.

        Every n-gram has one vote a review (as in Wang and Manning), so that they stand sorted, and
        those that stand before already have none.
        """
        time = token_ids.shape[1]
        # An exported network reads no longer reviews than its training did.
        if not torch.compiler.is_exporting() and time > _LONGEST:
            raise UserError(
                f"data.max_length={time}: n-grams are looked for in at most {_LONGEST:,} tokens."
            )
        keys = ngram_keys(token_ids, self.orders, self.vocabulary_size)
        # Padding becomes an n-gram that nobody knows.
        keys = keys.masked_fill(~valid_mask(lengths, time).unsqueeze(1), 0)
        # Position and key in one number, so that equal keys stand in the order of the review.
        places = keys * _LONGEST + torch.arange(time, device=keys.device)
        places = places.sort(dim=2).values
        keys = places // _LONGEST
        positions = places - keys * _LONGEST
        if len(self.keys) == 0:
            return torch.zeros_like(keys, dtype=torch.float32), positions
        index, known = self._find(keys)
        is_first = pad(keys[:, :, 1:] != keys[:, :, :-1], (1, 0), value=True)
        votes = torch.where(known & is_first, self._weighted_ratios(index, labels), 0.0)
        return self.scale * self.dropout(votes), positions

    def _weighted_ratios(self, index: Tensor, labels: Tensor | None) -> Tensor:
        """What the n-grams at ``index`` [batch, orders, time] say."""
        if torch.compiler.is_exporting():
            # Computed once for all n-grams: one table in the graph in the place of three.
            return (self.weight * self._log_ratio(self.positive, self.negative))[index]
        positive, negative = self.positive[index], self.negative[index]
        if labels is not None:
            own = labels[:, None, None]
            positive = (positive - own).clamp(min=0)
            negative = (negative - (1 - own)).clamp(min=0)
        return self.weight[index] * self._log_ratio(positive, negative)

    def _log_ratio(self, positive: Tensor, negative: Tensor) -> Tensor:
        return ((positive + self.smoothing) / (negative + self.smoothing)).log() - self.balance

    def _find(self, keys: Tensor) -> tuple[Tensor, Tensor]:
        """Where keys stand among those that are known, and whether they do."""
        last = len(self.keys) - 1
        if torch.compiler.is_exporting():
            index = _binary_search(self.keys, keys)
        else:
            index = torch.searchsorted(self.keys, keys).clamp(max=last)
        return index, self.keys[index] == keys

    def _load_from_state_dict(self, state: dict[str, Any], prefix: str, *others: Any) -> None:
        # How many n-grams there are, only the training split knows.
        for name in _STATISTICS:
            saved, own = state.get(prefix + name), getattr(self, name)
            if saved is not None and saved.shape != own.shape:
                empty = torch.empty_like(saved)
                setattr(self, name, nn.Parameter(empty) if name == "weight" else empty)
        super()._load_from_state_dict(state, prefix, *others)


def _binary_search(ascending: Tensor, wanted: Tensor) -> Tensor:
    """Indices of the greatest values that are not above those wanted, or 0.

    As ``torch.searchsorted``, which ONNX does not have, with as many steps as halve the table away.
    """
    index = torch.zeros_like(wanted)
    step = 1 << (len(ascending) - 1).bit_length()
    while step := step // 2:
        probe = (index + step).clamp(max=len(ascending) - 1)
        index = torch.where(ascending[probe] <= wanted, probe, index)
    return index
