"""Quantising LSTMs to int8 so that a review's logit still does not depend on its batch.

ONNX Runtime quantises an LSTM's inputs and states by the range that they have *in the batch at
hand*. Left to itself a review would get another logit beside other reviews, here by up to 0.03 in
probability. So the range is made the same for every batch:

- the inputs are clipped to a bound, and two features are added that are always plus and minus the
  bound; their weights are zero;
- each direction gets two more units with all gates open and a candidate of 1 or -1. After t steps
  their state is plus or minus tanh(t), which no other unit can exceed: a cell adds at most 1 in
  absolute value a step. No unit reads them, and a Slice takes them off the output.

It costs about 5% of the speed, and makes the logits of a review the same bit for bit in any batch.
"""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import helper, numpy_helper
from onnxruntime.quantization import quantize_dynamic
from torch import nn

_GATES = 4  # ONNX's order: input, output, forget, candidate.
_CONSTANT_UNITS = 2
# Far enough for a sigmoid and a tanh to be 1 in float32.
_OPEN = 30.0

Array = npt.NDArray[np.float32]
TokenIds = npt.NDArray[np.int32]


def has_lstms(net: nn.Module) -> bool:
    """Whether there is anything in a network that ``to_int8`` would quantise."""
    return any(isinstance(module, nn.LSTM) for module in net.modules())


def to_int8(model: onnx.ModelProto, reviews: Sequence[TokenIds]) -> onnx.ModelProto:
    """Quantises the LSTMs of a graph; everything else stays float32.

    Args:
        model: a graph of ``convert``.
        reviews: token ids of some reviews, which show how large the inputs of each LSTM get.
    """
    widened = onnx.ModelProto()
    widened.CopyFrom(model)
    bounds = _input_bounds(model, reviews)
    for node in [node for node in widened.graph.node if node.op_type == "LSTM"]:
        _make_ranges_constant(widened.graph, node, bounds[node.input[0]])
    level = logging.root.level
    # It logs on the root logger that it would like the shapes to be inferred.
    logging.root.setLevel(logging.ERROR)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "int8.onnx"
            quantize_dynamic(widened, path, op_types_to_quantize=["LSTM"], per_channel=True)
            return onnx.load(path)
    finally:
        logging.root.setLevel(level)


def _input_bounds(model: onnx.ModelProto, reviews: Sequence[TokenIds]) -> dict[str, float]:
    """The largest absolute value of each LSTM's input over the reviews."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    names = [node.input[0] for node in model.graph.node if node.op_type == "LSTM"]
    del watched.graph.output[:]
    watched.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    session = onnxruntime.InferenceSession(watched.SerializeToString())
    bounds = dict.fromkeys(names, 0.0)
    for ids in reviews:
        inputs = {"token_ids": ids[None].astype(np.int64), "lengths": np.array([len(ids)])}
        for name, values in zip(names, session.run(names, inputs), strict=True):
            bounds[name] = max(bounds[name], float(np.abs(values).max()))
    return bounds


def _make_ranges_constant(graph: onnx.GraphProto, node: onnx.NodeProto, bound: float) -> None:
    weights = {tensor.name: tensor for tensor in graph.initializer}
    inputs, recurrent, bias = (numpy_helper.to_array(weights[name]) for name in node.input[1:4])
    hidden = recurrent.shape[-1]
    widened = (
        _widened(inputs, hidden, columns=inputs.shape[-1] + 2),
        _widened(recurrent, hidden, columns=hidden + _CONSTANT_UNITS),
        _widened_bias(bias, hidden),
    )
    position = list(graph.node).index(node)
    prefix = f"{node.name}_constant_range"
    names = []
    for kind, array in zip(("inputs", "recurrent", "bias"), widened, strict=True):
        names.append(_add_constant(graph, f"{prefix}_{kind}", array))

    before, wide_input = _bounded_input(graph, prefix, node.input[0], bound)
    states = node.output[0]
    after = helper.make_node(
        "Slice",
        [
            f"{states}_wide",
            _add_constant(graph, f"{prefix}_from", np.array([0])),
            _add_constant(graph, f"{prefix}_to", np.array([hidden])),
            _add_constant(graph, f"{prefix}_axis", np.array([3])),
        ],
        [states],
        name=f"{prefix}_slice",
    )
    # The initial states are zeros of the old width; left out, they are zeros of the new one.
    node.input[:] = [wide_input, *names]
    node.output[:] = [f"{states}_wide"]
    for attribute in node.attribute:
        if attribute.name == "hidden_size":
            attribute.i = hidden + _CONSTANT_UNITS
    graph.node.insert(position + 1, after)
    for extra in reversed(before):
        graph.node.insert(position, extra)


def _bounded_input(
    graph: onnx.GraphProto, prefix: str, name: str, bound: float
) -> tuple[list[onnx.NodeProto], str]:
    """Nodes that clip an input [time, batch, features] and add the bound and its negative."""
    low = _add_constant(graph, f"{prefix}_low", np.float32(-bound))
    high = _add_constant(graph, f"{prefix}_high", np.float32(bound))
    one_more = _add_constant(graph, f"{prefix}_pads", np.array([0, 0, 0, 0, 0, 1]))
    steps = [f"{prefix}_clipped", f"{prefix}_with_high", f"{prefix}_input"]
    nodes = [
        helper.make_node("Clip", [name, low, high], [steps[0]], name=steps[0]),
        helper.make_node("Pad", [steps[0], one_more, high], [steps[1]], name=steps[1]),
        helper.make_node("Pad", [steps[1], one_more, low], [steps[2]], name=steps[2]),
    ]
    return nodes, steps[2]


def _widened(weight: Array, hidden: int, columns: int) -> Array:
    """Adds rows for the constant units in every gate, and columns, all of them zero.

    Args:
        weight: [directions, gates x hidden, features].
        hidden: units a direction.
        columns: how many features there are to be.
    """
    directions, _, features = weight.shape
    by_gate = weight.reshape(directions, _GATES, hidden, features)
    wide = np.zeros((directions, _GATES, hidden + _CONSTANT_UNITS, columns), dtype=np.float32)
    wide[:, :, :hidden, :features] = by_gate
    return wide.reshape(directions, -1, columns)


def _widened_bias(bias: Array, hidden: int) -> Array:
    """Opens the gates of the constant units; one has the candidate 1, the other -1.

    Args:
        bias: [directions, 2 x gates x hidden], of the inputs and then of the states.
        hidden: units a direction.
    """
    by_gate = bias.reshape(len(bias), 2, _GATES, hidden)
    wide = np.zeros((len(bias), 2, _GATES, hidden + _CONSTANT_UNITS), dtype=np.float32)
    wide[..., :hidden] = by_gate
    wide[:, 0, :, hidden:] = _OPEN
    wide[:, 0, _GATES - 1, hidden + 1] = -_OPEN
    return wide.reshape(len(bias), -1)


def _add_constant(graph: onnx.GraphProto, name: str, value: npt.ArrayLike) -> str:
    graph.initializer.append(numpy_helper.from_array(np.asarray(value), name))
    return name
