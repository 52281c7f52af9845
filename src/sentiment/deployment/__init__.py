"""Bringing a bundle to where people use it: targets, releases, the smoke test, and the way back."""
