"""Metrics, mistakes and pictures."""
