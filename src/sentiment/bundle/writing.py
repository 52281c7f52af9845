"""Writing a bundle's files."""

import json
from pathlib import Path

from sentiment.bundle.checksums import digest, write_checksums
from sentiment.bundle.manifest import EXPLAINER, FILES, MANIFEST, NETWORK, TOKENIZER, Manifest
from sentiment.files import write_json
from sentiment.text import Encoder


def tokenizer_content(encoder: Encoder) -> bytes:
    """What stands in a bundle's tokenizer file."""
    return json.dumps(encoder.to_dict(), ensure_ascii=False).encode()


def version_of(name: str, created: str, *contents: bytes) -> str:
    """Names a bundle after its architecture, its day, and all that it predicts with."""
    return f"{name}-{created[:10].replace('-', '')}-{digest(b''.join(contents))[:8]}"


def write_bundle(
    folder: Path, manifest: Manifest, tokenizer: bytes, network: bytes, explainer: bytes
) -> None:
    """Writes all files into a folder of which nothing is expected yet, the checksums last."""
    for name, content in ((TOKENIZER, tokenizer), (NETWORK, network), (EXPLAINER, explainer)):
        (folder / name).write_bytes(content)
    write_json(folder / MANIFEST, manifest.model_dump(mode="json"))
    write_checksums(folder, FILES)
