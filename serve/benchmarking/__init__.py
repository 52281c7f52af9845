"""The benchmark of the service: it starts the servers, loads them and says how they did."""

from serve.benchmarking.course import run_benchmark

__all__ = ["run_benchmark"]
