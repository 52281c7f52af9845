"""Reading a bundle from its folder, and finding the newest one."""

import json
from pathlib import Path

from pydantic import ValidationError

from sentiment.bundle.bundle import Bundle
from sentiment.bundle.checksums import read_checked
from sentiment.bundle.manifest import (
    EXPLAINER,
    FILES,
    FORMAT,
    MANIFEST,
    NETWORK,
    TOKENIZER,
    Manifest,
)
from sentiment.errors import UserError
from sentiment.text import encoder_from_dict


def load(path: Path | str, threads: int | None = None) -> Bundle:
    """Reads a bundle after checking every file of it.

    Args:
        path: the bundle's folder, or a run's folder with ``bundle/`` in it.
        threads: batches that are computed at once; None takes one a core.

    Raises:
        UserError: when there is no bundle, a file of it is missing or was changed, or it was
            written by a newer version of Sentiment Lab.
    """
    folder = find_bundle(Path(path))
    _refuse_newer_format(folder)
    contents = read_checked(folder, FILES)
    try:
        manifest = Manifest.model_validate_json(contents[MANIFEST])
        encoder = encoder_from_dict(json.loads(contents[TOKENIZER]))
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder} can't be used: it was not written as it should be.") from error
    try:
        return Bundle(folder, manifest, encoder, contents[NETWORK], contents[EXPLAINER], threads)
    except Exception as error:
        # ONNX Runtime's errors have no class in common.
        raise UserError(f"{folder / NETWORK} is not a network that runs here.") from error


def find_bundle(path: Path) -> Path:
    """The bundle's folder that ``path``, it or its run's folder, means.

    Raises:
        UserError: when there is none.
    """
    for candidate in (path, path / "bundle"):
        if (candidate / MANIFEST).is_file():
            # What a link points at now: it may point elsewhere while the files are read.
            return candidate.resolve()
    if path.is_dir():
        raise UserError(f"{path} is not a bundle: {MANIFEST} is missing.")
    raise UserError(f"There is no bundle at {path}; make one with python -m sentiment.export.")


def newest_bundle(runs_dir: Path) -> Path:
    """The last bundle that was exported below a folder of runs.

    Raises:
        UserError: when there is none.
    """
    manifests = [
        path
        for path in runs_dir.rglob(f"bundle/{MANIFEST}")
        # The tracking store's copies are no newer for having been copied.
        if "mlflow-artifacts" not in path.parts
    ]
    if not manifests:
        raise UserError(
            f"No bundle was exported below {runs_dir} yet; make one with python train.py "
            "export=true, or from a checkpoint with python -m sentiment.export checkpoint=RUN."
        )
    return max(manifests, key=lambda manifest: manifest.stat().st_mtime).parent


def _refuse_newer_format(folder: Path) -> None:
    """Says so before anything else is looked at, for a newer format may have other files."""
    try:
        written_as = json.loads((folder / MANIFEST).read_bytes()).get("format")
    except (ValueError, AttributeError, OSError):
        # Damaged; the checksums will tell.
        return
    if isinstance(written_as, int) and written_as > FORMAT:
        raise UserError(
            f"{folder} has format {written_as}, and this version of Sentiment Lab reads up to "
            f"{FORMAT}; update it."
        )
