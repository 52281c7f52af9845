"""How embeddings begin."""

import torch
from torch import nn


@torch.no_grad()
def initialise_embedding(embedding: nn.Embedding) -> None:
    """Small random vectors, and zeros for padding, whose id ``embedding`` knows."""
    nn.init.normal_(embedding.weight, std=0.1)
    embedding.weight[embedding.padding_idx].zero_()
