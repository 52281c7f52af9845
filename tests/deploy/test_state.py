"""Which release can be gone back to."""

from pathlib import Path

from sentiment.deployment.state import Release, StateFolder


def release(version: str, revision: str = "1", image: str | None = None) -> Release:
    return Release(version=version, revision=revision, image=image)


def versions(folder: StateFolder) -> list[str | None]:
    state = folder.read()
    return [one and one.version for one in (state.current, state.previous)]


def test_the_one_before(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    for version in ("a", "b", "b"):
        folder.remember(release(version))
    assert versions(folder) == ["b", "a"]
    folder.remember(release("a"))
    assert versions(folder) == ["a", "b"]


def test_after_an_end_there_is_still_one_before(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    folder.remember(release("a"))
    folder.remember(release("b"))
    folder.forget_current()
    assert versions(folder) == [None, "b"]
    folder.remember(release("c"))
    assert versions(folder) == ["c", "b"]
    folder.forget_current()
    folder.remember(release("c"))
    assert versions(folder) == ["c", None]


def test_other_code_is_another_release_where_an_image_has_it(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    folder.remember(release("a"))
    folder.remember(release("a", "2"))
    assert versions(folder) == ["a", None]
    folder.remember(release("a", "3", "image:3-a"))
    folder.remember(release("a", "4", "image:4-a"))
    previous = folder.read().previous
    assert previous is not None
    assert previous.image == "image:3-a"
