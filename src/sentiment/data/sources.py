"""Where reviews come from: the Hub, a folder in its layout, one file, or the built-in corpus."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from sentiment.data import demo
from sentiment.data.files import BadRow, read_rows
from sentiment.data.reviews import Reviews, check_reviews, check_texts
from sentiment.errors import UserError, first_line
from sentiment.hub import hub_answers

_CHUNK_BYTES = 1 << 20

Content = TypeVar("Content")


class Source(Protocol):
    """A corpus with named splits."""

    @property
    def name(self) -> str:
        """What results call the corpus."""

    def fingerprint(self) -> str:
        """Differs wherever the reviews could differ."""

    def read(self, split: str) -> Reviews:
        """The reviews of a split, checked."""

    def read_texts(self, split: str) -> list[str]:
        """The texts of a split that need not have labels, checked."""


class SourceUnavailable(UserError):
    """The Hub can't be reached and there is no copy on this machine."""


@dataclass(frozen=True)
class DemoSource:
    """The corpus that comes with the project, made anew each time from its seed."""

    train_size: int
    test_size: int
    seed: int
    name: str = "demo"

    def fingerprint(self) -> str:
        """Follows the generator's own code, so that editing the corpus is noticed."""
        code = hashlib.blake2b()
        package = resources.files(demo)
        for file in sorted(package.iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".py"):
                code.update(file.read_bytes())
        return f"demo:{self.train_size}:{self.test_size}:{self.seed}:{code.hexdigest()}"

    def read(self, split: str) -> Reviews:
        """Generates ``train`` or ``test``."""
        sizes = {"train": self.train_size, "test": self.test_size}
        if split not in sizes:
            raise UserError(f"The built-in corpus has no split {split!r}; use train or test.")
        name: Literal["train", "test"] = "train" if split == "train" else "test"
        texts, labels = demo.generate(sizes[split], name, self.seed)
        return check_reviews(texts, labels, f"the built-in corpus ({split})")

    def read_texts(self, split: str) -> list[str]:
        """As many texts as there are in train, whatever the split is called, and other ones."""
        return demo.generate(self.train_size, "train", self.seed + 1)[0]


@dataclass(frozen=True)
class FolderSource:
    """A local folder in the Hub's layout: parquet, CSV or JSON files named by split."""

    path: Path

    @property
    def name(self) -> str:
        """The folder's own name; never just ``demo``, which is the built-in corpus."""
        name = self.path.resolve().name
        return "demo (folder)" if name == "demo" else name

    def fingerprint(self) -> str:
        """A digest of names and contents; about 20 ms for IMDB."""
        digest = hashlib.blake2b()
        for file in sorted(self.path.rglob("*")):
            relative = file.relative_to(self.path)
            if file.is_file() and not any(part.startswith(".") for part in relative.parts):
                digest.update(f"{relative}\0{file.stat().st_size}\0".encode())
                for chunk in _chunks(file):
                    digest.update(chunk)
        return f"folder:{digest.hexdigest()}"

    def read(self, split: str) -> Reviews:
        """Reads one split through ``datasets``, without a copy in its cache."""
        return self._read(split, _from_dataset)

    def read_texts(self, split: str) -> list[str]:
        """As ``read``, without the labels."""
        return self._read(split, _texts_from_dataset)

    def _read(self, split: str, convert: Callable[[Any, str], Content]) -> Content:
        import datasets

        try:
            rows = datasets.load_dataset(str(self.path), split=split, streaming=True)
            return convert(rows, f"{self.path} ({split})")
        except UserError:
            raise
        # Whatever the library trips over, the folder is what the user can mend.
        except Exception as error:
            raise UserError(
                f"data.source={self.path}: the split {split!r} can't be read as a dataset "
                f"({first_line(error)})."
            ) from error


@dataclass(frozen=True)
class FileSource:
    """One parquet, CSV or JSON-lines file with the columns ``text`` and ``label``."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    def fingerprint(self) -> str:
        """A digest of the content."""
        digest = hashlib.blake2b()
        for chunk in _chunks(self.path):
            digest.update(chunk)
        return f"file:{digest.hexdigest()}"

    def read(self, split: str) -> Reviews:
        """Reads the whole file, whatever the split is called."""
        texts, labels = [], []
        for number, row in enumerate(read_rows(self.path), start=1):
            if isinstance(row, BadRow):
                raise UserError(f"Row {number} of {self.path}: {row}.")
            _require_columns(row, str(self.path))
            texts.append(row["text"])
            labels.append(row["label"])
        return check_reviews(texts, labels, str(self.path))

    def read_texts(self, split: str) -> list[str]:
        """The texts of the whole file."""
        return self.read(split).texts


@dataclass(frozen=True)
class HubSource:
    """A dataset on the Hugging Face Hub, or the copy that an earlier download left here."""

    name: str

    def fingerprint(self) -> str:
        """The name: what the Hub serves under it is taken not to change."""
        return f"hub:{self.name}"

    def read(self, split: str) -> Reviews:
        """Downloads where it must.

        Raises:
            SourceUnavailable: within seconds, when there is neither a connection nor a copy.
        """
        return self._read(split, _from_dataset)

    def read_texts(self, split: str) -> list[str]:
        """As ``read``, without the labels."""
        return self._read(split, _texts_from_dataset)

    def _read(self, split: str, convert: Callable[[Any, str], Content]) -> Content:
        import datasets
        from huggingface_hub import constants

        online = hub_answers()
        if not online:
            # Offline, the library looks at its cache at once instead of retrying for 24 seconds.
            datasets.config.HF_HUB_OFFLINE = constants.HF_HUB_OFFLINE = True
        try:
            rows = datasets.load_dataset(self.name, split=split)
        except Exception as error:
            if online and not isinstance(error, ConnectionError):
                raise UserError(
                    f"data.source={self.name}: the split {split!r} can't be loaded from the Hub "
                    f"({first_line(error)})."
                ) from error
            raise SourceUnavailable(
                f"data.source={self.name} can't be had: the Hub does not answer and there is no "
                "copy of it here. Go online; or give a local folder in the Hub's layout with "
                "data.source=FOLDER; or train on the built-in corpus with data=demo."
            ) from error
        return convert(rows, f"{self.name} ({split})")


def open_source(source: str) -> Source:
    """Tells by its looks what ``data.source`` names.

    Raises:
        UserError: when it looks like a path and nothing is there.
    """
    path = Path(source).expanduser()
    if path.is_dir():
        return FolderSource(path)
    if path.is_file():
        return FileSource(path)
    # A Hub name is OWNER/NAME; where OWNER is a folder here, a path was meant.
    looks_like_a_path = source.startswith((".", "/", "~")) or source.count("/") != 1
    if looks_like_a_path or path.parent.is_dir():
        raise UserError(f"data.source={source}: there is no such folder or file.")
    return HubSource(source)


def _from_dataset(rows: Any, where: str) -> Reviews:
    texts: list[Any] = []
    labels: list[Any] = []
    for table in rows.with_format("arrow").iter(batch_size=5000):
        _require_columns(table.column_names, where)
        texts += table["text"].to_pylist()
        labels += table["label"].to_pylist()
    return check_reviews(texts, labels, where)


def _texts_from_dataset(rows: Any, where: str) -> list[str]:
    texts: list[Any] = []
    for table in rows.with_format("arrow").iter(batch_size=5000):
        _require_columns(table.column_names, where, ["text"])
        texts += table["text"].to_pylist()
    return check_texts(texts, where)


def _require_columns(columns: Any, where: str, needed: Sequence[str] = ("text", "label")) -> None:
    for column in needed:
        if column not in columns:
            raise UserError(
                f"{where} has no column {column!r}; it has {', '.join(map(str, columns))}."
            )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
