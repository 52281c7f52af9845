"""Word vectors in a text file: GloVe's format and word2vec's."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from tqdm import tqdm

from sentiment.config import is_trial
from sentiment.errors import UserError
from sentiment.models import Network
from sentiment.text import UNKNOWN_ID, Vocabulary


@torch.no_grad()
def load_word_vectors(net: Network, path: Path, vocabulary: Vocabulary) -> int:
    """Gives the embeddings of a network the vectors of a text file.

    They are scaled to the spread that the network's own have at first, which it was tuned for.

    Args:
        net: a network with ``embedding`` [ids, features].
        path: a line a token, its name and then its numbers; word2vec's first line of two numbers
            may be there.
        vocabulary: the network's; other tokens of the file are passed over.

    Returns:
        How many of the vocabulary's tokens have a vector now.

    Raises:
        UserError: when the file can't be read, or its vectors have another size.
    """
    embedding = getattr(net, "embedding", None)
    if not isinstance(embedding, torch.nn.Embedding):
        raise UserError("model.embeddings: this network has no embeddings to start from.")
    ids = {token: index for index, token in enumerate(vocabulary.tokens, start=UNKNOWN_ID + 1)}
    found: dict[int, npt.NDArray[np.float32]] = {}
    for number, token, values in _lines(path):
        if token not in ids or ids[token] in found:
            continue
        try:
            # What is too large becomes infinite.
            with np.errstate(over="ignore"):
                vector = np.array(values, dtype=np.float32)
        except ValueError as error:
            raise UserError(
                f"model.embeddings={path}: line {number} has something that is not a number."
            ) from error
        if not np.isfinite(vector).all():
            raise UserError(f"model.embeddings={path}: line {number} has an infinite number.")
        if len(vector) != embedding.embedding_dim:
            mend = "mend it" if found else f"give the network model.embedding_dim={len(vector)}"
            raise UserError(
                f"model.embeddings={path}: line {number} has {len(vector)} numbers and the "
                f"network's embeddings have {embedding.embedding_dim}; {mend}."
            )
        found[ids[token]] = vector
    if not found:
        raise UserError(
            f"model.embeddings={path} has none of the vocabulary's tokens; it should be a text "
            "file with a token and its numbers on each line."
        )
    vectors = torch.from_numpy(np.stack(list(found.values())))
    embedding.weight[list(found)] = as_spread_as(embedding.weight[UNKNOWN_ID:], vectors)
    return len(found)


def as_spread_as(own: Tensor, vectors: Tensor) -> Tensor:
    """Vectors [..., features] scaled to the root mean square of ``own`` [..., features]."""
    spreads = [values.square().mean().sqrt() for values in (own, vectors)]
    return vectors * (spreads[0] / spreads[1].clamp(min=1e-12))


def _lines(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Each line's number, its token, and its numbers as they are spelt."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            lines = tqdm(
                file,
                desc=path.name,
                unit=" vectors",
                unit_scale=True,
                leave=False,
                disable=is_trial(),
            )
            for number, line in enumerate(lines, start=1):
                token, *values = line.rstrip("\r\n ").split(" ")
                # word2vec begins with how many vectors there are, and how long they are.
                if number > 1 or len(values) != 1:
                    yield number, token, values
    except OSError as error:
        raise UserError(
            f"model.embeddings={path} can't be read ({error.strerror or error})."
        ) from error
