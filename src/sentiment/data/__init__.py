"""Where reviews come from, and how they become batches.

Imports nothing itself: the processes that encode a corpus should not wait for torch.
"""
