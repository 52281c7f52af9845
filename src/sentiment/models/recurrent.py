"""Bidirectional layers that padding can't touch."""

from typing import Literal

import torch
from torch import Tensor, nn

Cell = Literal["lstm", "gru"]
_LAYERS = {"lstm": nn.LSTM, "gru": nn.GRU}


def valid_mask(lengths: Tensor, time: int) -> Tensor:
    """True where a position is text rather than padding.

    Args:
        lengths: [batch] int64.
        time: the padded length.

    Returns:
        [batch, time] bool.
    """
    return torch.arange(time, device=lengths.device) < lengths.unsqueeze(1)


def flip_within_length(values: Tensor, lengths: Tensor) -> Tensor:
    """Reverses each sequence inside its own length; padding stays where it is.

    Args:
        values: [batch, time, features] or [batch, time].
        lengths: [batch] int64.

    Returns:
        As ``values``; applied twice, the input again.
    """
    time = values.shape[1]
    positions = torch.arange(time, device=values.device)
    mirrored = lengths.unsqueeze(1) - 1 - positions
    index = torch.where(mirrored >= 0, mirrored, positions)
    if values.ndim == 2:
        return values.gather(1, index)
    # Whole rows are copied, which is several times as fast as gathering feature by feature.
    # Not len(lengths): an export takes that for a number which never changes.
    first_rows = torch.arange(lengths.shape[0], device=values.device).unsqueeze(1) * time
    rows = values.flatten(0, 1).index_select(0, (first_rows + index).flatten())
    return rows.view(lengths.shape[0], time, values.shape[2])


class BidirectionalLayer(nn.Module):
    """Two one-way layers; the backward one reads each sequence flipped inside its own length.

    Packed sequences would be right too, and on a CPU fifteen times slower. Padding follows the text
    in both directions, so no state of the text ever sees it.
    """

    def __init__(self, cell: Cell, input_dim: int, hidden_dim: int) -> None:
        super().__init__()
        for direction in ("forward", "backward"):
            layer = _LAYERS[cell](input_dim, hidden_dim, batch_first=True)
            _initialise(layer)
            self.add_module(f"{direction}_{cell}", layer)

    def forward(self, values: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Runs both directions.

        Args:
            values: [batch, time, input_dim].
            lengths: [batch] int64.

        Returns:
            The forward states [batch, time, hidden_dim], and the backward states of the same
            shape **in the order of reading**: state t has read the last t + 1 tokens. Pooling
            over time does not care, which saves flipping back.
        """
        forward_layer, backward_layer = self.children()
        forward_states, _ = forward_layer(values)
        backward_states, _ = backward_layer(flip_within_length(values, lengths))
        return forward_states, backward_states


def _initialise(layer: nn.RNNBase) -> None:
    """Orthogonal recurrent weights (Saxe et al. 2014); a state that stays unless it is to go.

    That is a bias of 1 for an LSTM's forget gate (Jozefowicz et al. 2015) and a GRU's update gate,
    which both are second.
    """
    hidden_dim = layer.hidden_size
    for name, parameter in layer.named_parameters():
        if name.startswith("weight_ih"):
            nn.init.xavier_uniform_(parameter)
        elif name.startswith("weight_hh"):
            for gate in parameter.data.chunk(len(parameter) // hidden_dim):
                nn.init.orthogonal_(gate)
        else:
            nn.init.zeros_(parameter)
        if name.startswith("bias_ih"):
            parameter.data[hidden_dim : 2 * hidden_dim] = 1.0
