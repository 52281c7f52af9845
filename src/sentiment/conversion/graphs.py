"""The ONNX graphs of a network: one that predicts, one that explains as well."""

import contextlib
import io
import logging
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import onnx
import onnxruntime
import torch
from onnx.utils import Extractor
from torch import Tensor, nn

INPUTS = ["token_ids", "lengths"]
LOGITS, CONTRIBUTIONS = "logits", "contributions"


@dataclass(frozen=True)
class Graphs:
    """ONNX models with the inputs ``token_ids`` [batch, time] and ``lengths`` [batch], int64.

    Attributes:
        network: gives ``logits`` [batch] float32.
        explainer: gives ``logits`` and ``contributions`` [batch, time] float32.
    """

    network: onnx.ModelProto
    explainer: onnx.ModelProto


class _Explained(nn.Module):
    """Both outputs from one pass through the layers."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, token_ids: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        contributions: Tensor = self.net.contributions(token_ids, lengths)  # type: ignore[operator]
        return self.net(token_ids, lengths), contributions


def convert(net: nn.Module) -> Graphs:
    """Converts a network in evaluation mode; batch and time may be anything from 1 on.

    Args:
        net: maps (token_ids, lengths) to logits, and has ``contributions``.
    """
    # Sizes that differ from each other and from 1, so that none is taken for another.
    token_ids, lengths = torch.ones(3, 5, dtype=torch.int64), torch.tensor([5, 2, 1])
    batch_and_time = {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC}
    # The exporter replaces torch's LSTM and GRU by ones that take any length; torch 2.13 goes on
    # with those that it looked up last, and a second export would be for one length alone.
    for layer in (torch.ops.aten.lstm, torch.ops.aten.gru):
        layer.input._dispatch_cache.clear()
    with _quietly():
        program = torch.onnx.export(
            _Explained(net).eval(),
            (token_ids, lengths),
            input_names=INPUTS,
            output_names=[LOGITS, CONTRIBUTIONS],
            dynamic_shapes=(batch_and_time, {0: torch.export.Dim.DYNAMIC}),
            dynamo=True,
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    both = _with_folded_constants(program.model_proto)
    extractor = Extractor(both)
    return Graphs(
        network=extractor.extract_model(INPUTS, [LOGITS]),
        explainer=extractor.extract_model(INPUTS, [LOGITS, CONTRIBUTIONS]),
    )


def _with_folded_constants(model: onnx.ModelProto) -> onnx.ModelProto:
    """Computes now what depends on weights alone: it is faster, and ``to_int8`` needs weights."""
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(Path(folder) / "folded.onnx")
        onnxruntime.InferenceSession(model.SerializeToString(), options)
        return onnx.load(options.optimized_model_filepath)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """The exporter warns of torch's own code and prints its progress."""
    loggers = [logging.getLogger(name) for name in ("torch.onnx", "torch.export", "onnxscript")]
    levels = [logger.level for logger in loggers]
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            for logger in loggers:
                logger.setLevel(logging.ERROR)
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
