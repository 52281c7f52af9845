"""A language model in both directions, whose layers a classifier can start from."""

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from sentiment.models.dropout import WholeDimensionDropout
from sentiment.models.embedding import initialise_embedding
from sentiment.models.recurrent import BidirectionalLayer, flip_within_length, valid_mask

_PIECE = 1024


class BidirectionalLanguageModel(nn.Module):
    """Each direction of an LSTM guesses the token that it reads next (Dai and Le 2015).

    Learned by sampled softmax (Jean et al. 2015): the true token against some that are drawn by
    their frequency and shared by all positions of a batch, instead of against all there are.
    """

    def __init__(
        self,
        vocabulary_size: int,
        embedding_dim: int,
        hidden_dim: int,
        embedding_dropout: float,
        dropout: float,
        samples: int,
        padding_id: int = 0,
    ) -> None:
        """Builds the layers.

        Args:
            vocabulary_size: the number of token ids.
            embedding_dim: features a token.
            hidden_dim: features a direction.
            embedding_dropout: rate at which whole embedding features go, for a review.
            dropout: rate at which features of a state go before the next token is guessed.
            samples: how many other tokens the true one is told from.
            padding_id: the id whose embedding is zero.
        """
        super().__init__()
        self.samples = samples
        self.embedding = nn.Embedding(vocabulary_size, embedding_dim, padding_idx=padding_id)
        self.embedding_dropout = WholeDimensionDropout(embedding_dropout)
        self.layer = BidirectionalLayer("lstm", embedding_dim, hidden_dim)
        self.dropout = nn.Dropout(dropout)
        # What a state is compared with; one table, for a word is the same from either side.
        self.output = nn.Embedding(vocabulary_size, hidden_dim)
        self.output_bias = nn.Embedding(vocabulary_size, 1)
        self.frequencies: Tensor
        self.register_buffer("frequencies", torch.full((vocabulary_size,), 1 / vocabulary_size))
        initialise_embedding(self.embedding)
        with torch.no_grad():
            nn.init.normal_(self.output.weight, std=hidden_dim**-0.5)
            self.output_bias.weight.zero_()

    def study(self, counts: Tensor) -> None:
        """Takes how often each token id [vocabulary] stands in the training texts."""
        # No padding; of every other token at least one, for it may stand in other texts.
        counts = torch.cat([torch.zeros(1), counts[1:].float().clamp(min=1)])
        self.frequencies = counts / counts.sum()
        with torch.no_grad():
            # The best guess of one that has not read anything.
            self.output_bias.weight.copy_(self.frequencies.clamp(min=1e-9).log().unsqueeze(1))

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """The mean loss of both directions in nats a guessed token, among those that were drawn.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64, at least 1.

        Returns:
            A scalar.
        """
        guesses, targets = self._guesses(token_ids, lengths)
        if len(targets) == 0:
            return guesses.sum() * 0
        return self._sampled_loss(guesses, targets)

    def exact_loss(self, token_ids: Tensor, lengths: Tensor, positions: int) -> Tensor:
        """The loss in nats among all tokens, of at most ``positions`` guesses drawn at random.

        Args:
            token_ids: [batch, time] int64.
            lengths: [batch] int64, at least 1.
            positions: how many guesses to look at; all of them would take long.

        Returns:
            [guesses] float32.
        """
        guesses, targets = self._guesses(token_ids, lengths)
        drawn = torch.randperm(len(targets))[:positions].to(targets.device)
        logits = guesses[drawn] @ self.output.weight.T + self.output_bias.weight.squeeze(1)
        return cross_entropy(logits.float(), targets[drawn], reduction="none")

    def _guesses(self, token_ids: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """What is guessed, [guesses, features], and what is true, [guesses] int64."""
        values = self.embedding_dropout(self.embedding(token_ids))
        states = self.layer(values, lengths)
        mirrored = flip_within_length(token_ids, lengths)
        # The last state of either direction has nothing left to guess.
        guessing = valid_mask(lengths - 1, token_ids.shape[1])[:, :-1]
        guesses = torch.cat([self.dropout(direction[:, :-1][guessing]) for direction in states])
        targets = torch.cat([ids[:, 1:][guessing] for ids in (token_ids, mirrored)])
        return guesses, targets

    def _sampled_loss(self, guesses: Tensor, targets: Tensor) -> Tensor:
        """Cross-entropy of guesses [positions, features] against targets [positions]."""
        negatives = torch.multinomial(self.frequencies, self.samples, replacement=True)
        bias = self.output_bias.weight.squeeze(1)
        # A frequent token is drawn more often, which its logit is corrected for; the true one is
        # there in any case. So the sum of all exponentials is estimated without bias.
        expected_draws = (self.frequencies * self.samples).clamp(min=1e-9)
        corrected = (bias - expected_draws.log())[negatives]
        drawn = self.output(negatives).T
        total = guesses.new_zeros((), dtype=torch.float32)
        # In pieces of one size: every batch has another number of guesses, and memory that is kept
        # for the next step is of use to it only where the sizes are the same.
        for piece, true in zip(
            torch.split(guesses, _PIECE), torch.split(targets, _PIECE), strict=True
        ):
            positive = (piece * self.output(true)).sum(dim=1).float() + bias[true]
            negative = (piece @ drawn).float() + corrected
            negative = negative.masked_fill(negatives == true.unsqueeze(1), float("-inf"))
            logits = torch.cat([positive.unsqueeze(1), negative], dim=1)
            total = total + cross_entropy(logits, torch.zeros_like(true), reduction="sum")
        return total / len(targets)
