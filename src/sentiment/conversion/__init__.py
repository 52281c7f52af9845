"""From a torch network to ONNX graphs that ONNX Runtime runs, in float32 and in int8."""

from sentiment.conversion.graphs import Graphs, convert
from sentiment.conversion.int8 import has_lstms, to_int8

__all__ = ["Graphs", "convert", "has_lstms", "to_int8"]
