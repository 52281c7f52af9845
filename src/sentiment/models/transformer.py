"""A pretrained transformer encoder with a linear layer on it."""

from collections.abc import Mapping
from typing import Any, Literal

import torch
from torch import Tensor, nn

from sentiment.errors import UserError, first_line
from sentiment.models.network import Network
from sentiment.models.pooling import pool
from sentiment.models.recurrent import valid_mask
from sentiment.pretrained_encoders import make_encoder, read_architecture, read_weights


class Transformer(Network):
    """An encoder of Hugging Face (Vaswani et al. 2017, Devlin et al. 2019), pooling, one logit.

    A review's logit does not depend on the other reviews of its batch, nor on the padding.
    """

    def __init__(
        self,
        vocabulary_size: int,
        encoder: Mapping[str, Any],
        pooling: Literal["mean", "first"],
        dropout: float,
        frozen_layers: int,
        layer_decay: float,
        max_length: int,
        first_id: int = 2,
    ) -> None:
        """Builds the layers with random weights.

        Args:
            vocabulary_size: the number of token ids.
            encoder: the configuration of the encoder, as primitives.
            pooling: ``mean`` of the tokens' states, or the state of the ``first`` token.
            dropout: rate before the logit.
            frozen_layers: so many of the lowest layers, and the embeddings below them, are not
                trained; with 0 all are.
            layer_decay: each layer's learning rate is that of the next one times this (Howard and
                Ruder 2018).
            max_length: the most tokens of a review.
            first_id: what the tokenizer's own ids were moved up by.

        Raises:
            UserError: when there is no such encoder, or it can't read so many tokens.
        """
        super().__init__()
        self.architecture = dict(encoder)
        self.pooling = pooling
        self.layer_decay = layer_decay
        self.first_id = first_id
        self.padding_id = int(encoder.get("pad_token_id") or 0)
        self.encoder: Any = make_encoder(encoder)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(self.encoder.config.hidden_size, 1)
        nn.init.normal_(self.classifier.weight, std=0.02)
        nn.init.zeros_(self.classifier.bias)
        self._check_sizes(vocabulary_size - first_id, max_length)
        self._depths = _depths(self.encoder)
        layers = max(self._depths.values())
        if max(frozen_layers, int(layer_decay != 1)) > layers:
            raise UserError(
                f"model.frozen_layers={frozen_layers} and model.layer_decay={layer_decay} can't "
                f"be: this encoder has {layers} layers that can be told apart."
            )
        for name, parameter in self.encoder.named_parameters():
            parameter.requires_grad = self._depths[name] > frozen_layers or frozen_layers == 0

    @classmethod
    def from_pretrained(cls, vocabulary_size: int, encoder: str, **settings: Any) -> "Transformer":
        """The network with the weights of a trained encoder.

        Args:
            vocabulary_size: the number of token ids.
            encoder: a folder, or a name on the Hugging Face Hub.
            settings: the other arguments of ``Transformer``.

        Raises:
            UserError: when the encoder can't be had, or is none for this.
        """
        net = cls(vocabulary_size, read_architecture(encoder), **settings)
        weights = read_weights(encoder)
        own = net.encoder.state_dict()
        missing = sorted(own.keys() - weights.keys())
        if missing:
            raise UserError(f"model.encoder={encoder} has no trained weights for {missing[0]}.")
        net.encoder.load_state_dict({name: weights[name] for name in own})
        net._check_padding(encoder)
        return net.train()

    def rebuild_settings(self) -> dict[str, Any]:
        """The encoder's configuration in the place of its name."""
        return {"_target_": "sentiment.models.Transformer", "encoder": self.architecture}

    def learning_rates(self) -> dict[str, float]:
        """Lower layers learn more slowly where ``layer_decay`` is below 1."""
        above = max(self._depths.values()) + 1
        return {
            f"encoder.{name}": self.layer_decay ** (above - depth)
            for name, depth in self._depths.items()
        }

    def forward(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.forward``."""
        states = self._states(token_ids, lengths)
        pooled = states[:, 0] if self.pooling == "first" else pool(states, lengths, "mean")
        logits: Tensor = self.classifier(self.dropout(pooled)).squeeze(-1)
        return logits

    def contributions(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """As ``Network.contributions``: the mean's logit is a sum of what each state adds.

        Raises:
            UserError: for ``first``, where the first state holds what all tokens say.
        """
        if self.pooling == "first":
            raise UserError(
                "With model.pooling=first nothing tells which word added what, as an exported "
                "network must; train it with model.pooling=mean."
            )
        states = self._states(token_ids, lengths)
        shares = (states @ self.classifier.weight[0]) / lengths.unsqueeze(1)
        return shares * valid_mask(lengths, token_ids.shape[1])

    def _states(self, token_ids: Tensor, lengths: Tensor) -> Tensor:
        """The last layer's states [batch, time, features]."""
        mask = valid_mask(lengths, token_ids.shape[1])
        own_ids = (token_ids - self.first_id).clamp(min=0).masked_fill(~mask, self.padding_id)
        states: Tensor = self.encoder(
            input_ids=own_ids, attention_mask=mask.long()
        ).last_hidden_state
        return states

    def _check_sizes(self, tokens: int, max_length: int) -> None:
        embeddings = self.encoder.get_input_embeddings().num_embeddings
        if tokens > embeddings:
            raise UserError(
                f"The encoder has embeddings for {embeddings:,} tokens, and data.tokenizer gives "
                f"{tokens:,}; let it be the encoder's own."
            )
        for name, module in self.encoder.named_modules():
            if isinstance(module, nn.Embedding) and name.endswith("position_embeddings"):
                # Where padding has a position of its own, the others come after it.
                before = 0 if module.padding_idx is None else module.padding_idx + 1
                if max_length > module.num_embeddings - before:
                    raise UserError(
                        f"data.max_length={max_length}: this encoder reads at most "
                        f"{module.num_embeddings - before} tokens."
                    )

    @torch.no_grad()
    def _check_padding(self, encoder: str) -> None:
        """Sees that a review's states are the same with padding and without it."""
        self.eval()
        some_token = self.first_id + int(self.padding_id == 0)
        token_ids = torch.full((2, 4), some_token)
        try:
            together = self._states(token_ids, torch.tensor([4, 2]))
            alone = self._states(token_ids[1:, :2], torch.tensor([2]))
            same = torch.allclose(together[1, :2], alone[0], atol=1e-3)
        # Whatever it is that it needs besides, here it does not get it.
        except Exception as error:
            raise UserError(
                f"model.encoder={encoder} can't be used ({first_line(error)}); take one as BERT, "
                "DistilBERT or RoBERTa are."
            ) from error
        if not same:
            raise UserError(
                f"model.encoder={encoder} reads the padding too; take one as BERT, DistilBERT or "
                "RoBERTa are."
            )


def _depths(encoder: Any) -> dict[str, int]:
    """Of each parameter by its name: 0 in the embeddings, 1 in the lowest layer, and so on.

    Where layers share their parameters, as in ALBERT, all are 0.
    """
    count = encoder.config.num_hidden_layers
    names = [name for name, _ in encoder.named_parameters()]
    for prefix, module in encoder.named_modules():
        if isinstance(module, nn.ModuleList) and len(module) == count:
            inside = {
                name: int(name.removeprefix(f"{prefix}.").split(".")[0]) + 1
                for name in names
                if name.startswith(f"{prefix}.")
            }
            outside = {name: 0 if "embedding" in name else count for name in names}
            return outside | inside
    return dict.fromkeys(names, 0)
