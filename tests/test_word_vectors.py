from pathlib import Path

import pytest
import torch
from torch import nn

from sentiment.errors import UserError
from sentiment.models import DAN, Network
from sentiment.text import UNKNOWN_ID, Vocabulary
from sentiment.word_vectors import as_spread_as, load_word_vectors

WORDS = Vocabulary(["film", "the", "naïve", "bad"])
GLOVE = "the 1 2 3\nother 9 9 9\nnaïve -1 0.5 1e-1\nfilm 4 5 6\n"
VECTORS = {"the": [1.0, 2.0, 3.0], "naïve": [-1.0, 0.5, 0.1], "film": [4.0, 5.0, 6.0]}


def make_net() -> Network:
    torch.manual_seed(0)
    return DAN(len(WORDS), 3, 4, 1, dropout=0.0, embedding_dropout=0.0, word_dropout=0.0)


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "vectors.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        GLOVE,
        "4 3\n" + GLOVE,
        GLOVE.replace("\n", " \n"),
        GLOVE.replace("\n", "\r\n"),
        "\ufeff" + GLOVE,
        # The first of two counts, and nothing of what is not asked for need be numbers.
        GLOVE + "the 7 7 7\n. . . 1 2 3\n\nother a b\n",
    ],
    ids=["glove", "word2vec", "spaces", "windows", "bom", "more"],
)
def test_gives_each_token_its_vector(tmp_path: Path, content: str) -> None:
    net = make_net()
    before = net.embedding.weight.detach().clone()
    assert load_word_vectors(net, write(tmp_path, content), WORDS) == 3
    after = net.embedding.weight.detach()
    given = torch.tensor(list(VECTORS.values()))
    rows = [UNKNOWN_ID + 1 + WORDS.tokens.index(token) for token in VECTORS]
    # Up to one factor, with which they are spread as the network's own were.
    factor = (after[rows] / given).mean()
    torch.testing.assert_close(after[rows], factor * given)
    root_mean_square = after[rows].square().mean().sqrt()
    torch.testing.assert_close(root_mean_square, before[UNKNOWN_ID:].square().mean().sqrt())
    others = [row for row in range(len(WORDS)) if row not in rows]
    assert torch.equal(after[others], before[others])
    assert net.embedding.weight.requires_grad


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("the 1 2\n", "line 1 has 2 numbers and the network's embeddings have 3; give the network"),
        (GLOVE + "bad 1 2", "line 5 has 2 numbers and the network's embeddings have 3; mend it"),
        ("the 1 2 x\n", "line 1 has something that is not a number"),
        ("5 3\nthe 1 2 nan\n", "line 2 has an infinite number"),
        ("the 1 2 1e99\n", "line 1 has an infinite number"),
        ("", "has none of the vocabulary's tokens"),
        ("Film 1 2 3\n", "has none of the vocabulary's tokens; it should be a text file"),
        (bytes(range(256)) * 20, "has none of the vocabulary's tokens"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    net = make_net()
    before = net.embedding.weight.detach().clone()
    with pytest.raises(UserError, match=rf"model\.embeddings=.*{sentence}"):
        load_word_vectors(net, write(tmp_path, content), WORDS)
    assert torch.equal(net.embedding.weight, before)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="can't be read"):
        load_word_vectors(make_net(), tmp_path / "nothing.txt", WORDS)
    with pytest.raises(UserError, match="can't be read"):
        load_word_vectors(make_net(), tmp_path, WORDS)
    with pytest.raises(UserError, match="no embeddings"):
        load_word_vectors(nn.Linear(1, 1), tmp_path, WORDS)


def test_vectors_without_spread_stay_what_they_are() -> None:
    assert not as_spread_as(torch.ones(2, 3), torch.zeros(2, 3)).any()
    torch.testing.assert_close(
        as_spread_as(torch.ones(2, 3), torch.full((2, 3), 5.0)).std(), torch.tensor(0.0)
    )
