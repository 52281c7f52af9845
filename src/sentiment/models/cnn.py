"""The convolutional classifier."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from sentiment.models.dropout import WholeDimensionDropout, WordDropout
from sentiment.models.embedding import initialise_embedding
from sentiment.models.network import Network
from sentiment.models.recurrent import valid_mask


class CNN(Network):
    """Convolutions of several widths, the maximum over time, one logit (Kim 2014).

    The convolutions are wide: windows may begin before a review and end after it, so that its outer
    words stand in as many as the others do, and a review may be shorter than a window. A review's
    logit does not depend on the other reviews of its batch, nor on the padding.
    """

    def __init__(
        self,
        vocabulary_size: int,
        embedding_dim: int,
        widths: Sequence[int],
        filters: int,
        dropout: float,
        embedding_dropout: float,
        word_dropout: float,
        padding_id: int = 0,
        unknown_id: int = 1,
    ) -> None:
        """Builds the layers.

        Args:
            vocabulary_size: the number of token ids.
            embedding_dim: features a token.
            widths: tokens in a window, one convolution each.
            filters: features a convolution.
            dropout: rate before the logit.
            embedding_dropout: rate at which whole embedding features go, for a review.
            word_dropout: rate at which tokens become unknown.
            padding_id: the id whose embedding is zero.
            unknown_id: the id of tokens outside the vocabulary.
        """
        super().__init__()
        self.word_dropout = WordDropout(word_dropout, unknown_id)
        self.embedding = nn.Embedding(vocabulary_size, embedding_dim, padding_idx=padding_id)
        self.embedding_dropout = WholeDimensionDropout(embedding_dropout)
        self.convolutions = nn.ModuleList(
            _WideConvolution(embedding_dim, filters, width) for width in widths
        )
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(len(widths) * filters, 1)
        initialise_embedding(self.embedding)

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.forward``."""
        values = self._embed(token_ids, lengths)
        strongest = [convolution(values, lengths)[0] for convolution in self.convolutions]
        features = torch.cat(strongest, dim=-1).relu()
        logits: Tensor = self.classifier(self.dropout(features)).squeeze(-1)
        return logits

    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.contributions``; a feature is the doing of the window that won.

        What the window's score is made of, each word's part of it and the filter's bias, which they
        share evenly, is theirs (Jacovi et al. 2018).
        """
        values = self._embed(token_ids, lengths)
        shares = torch.zeros_like(values[..., 0])
        weights = self.classifier.weight[0].chunk(len(self.convolutions))
        for convolution, weight in zip(self.convolutions, weights, strict=True):
            shares = shares + convolution.contributions(values, lengths, weight)  # type: ignore[operator]
        return shares

    def _embed(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """[batch, time, embedding_dim], 0 at padding."""
        values: Tensor = self.embedding_dropout(self.embedding(self.word_dropout(token_ids)))
        return values * valid_mask(lengths, token_ids.shape[1]).unsqueeze(-1)


class _WideConvolution(nn.Module):
    """One convolution over all windows with at least a word of the review, and the best of them."""

    def __init__(self, input_dim: int, filters: int, width: int) -> None:
        super().__init__()
        self.beyond = width - 1
        self.scores = nn.Conv1d(input_dim, filters, width, padding=self.beyond, bias=False)
        # Of all windows alike, so that it can wait for the best one.
        self.bias = nn.Parameter(torch.zeros(filters))
        nn.init.kaiming_normal_(self.scores.weight, nonlinearity="relu")

    def forward(self, values: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """The best windows.

        Args:
            values: [batch, time, input_dim], 0 at padding.
            lengths: [batch] int64.

        Returns:
            Each filter's highest score [batch, filters], and the window [batch, filters] int64 that
            has it; window w ends with token w.
        """
        scores = self.scores(values.transpose(1, 2))
        windows = valid_mask(lengths + self.beyond, scores.shape[-1]).unsqueeze(1)
        best = scores.masked_fill(~windows, float("-inf")).max(dim=-1)
        return best.values + self.bias, best.indices

    def contributions(self, values: Tensor, lengths: Tensor, weight: Tensor) -> Tensor:
        """How much each token adds to ``weight @ relu(highest scores)``.

        Args:
            values: [batch, time, input_dim], 0 at padding.
            lengths: [batch] int64.
            weight: [filters].

        Returns:
            [batch, time], 0 at padding; sums over time to the product.
        """
        best, windows = self(values, lengths)
        weight = weight * (best > 0)
        time = values.shape[1]
        mask = pad(valid_mask(lengths, time), (self.beyond, self.beyond))
        padded = pad(values, (0, 0, self.beyond, self.beyond))
        # Among those padded, a window begins at its own number.
        places = [windows + offset for offset in range(self.beyond + 1)]
        are_words = [mask.gather(1, place) for place in places]
        even_share = self.bias / torch.stack(are_words).sum(dim=0)
        shares = torch.zeros_like(padded[..., 0])
        for offset, (place, is_word) in enumerate(zip(places, are_words, strict=True)):
            index = place.unsqueeze(-1).expand(-1, -1, values.shape[-1])
            own = (padded.gather(1, index) * self.scores.weight[..., offset]).sum(dim=-1)
            shares = shares.scatter_add(1, place, weight * (own + even_share * is_word))
        return shares[:, self.beyond : self.beyond + time]
