"""Bundles to deploy: good ones, and one that starts well and predicts nonsense."""

from pathlib import Path

import pytest

from deploying import Bundles, changed_bundle


@pytest.fixture(scope="session")
def bundles(tiny_bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundles:
    folder = tmp_path_factory.mktemp("bundles")
    return Bundles(
        changed_bundle(tiny_bundle, folder / "first", "tiny-first"),
        changed_bundle(tiny_bundle, folder / "second", "tiny-second"),
        # Whatever is said, it is negative.
        changed_bundle(tiny_bundle, folder / "nonsense", "tiny-bad", decision_threshold=0.999999),
    )
