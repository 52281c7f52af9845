"""Holding a bundle, and changing over to another one when the path points at it."""

import contextlib
import logging
import stat
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue

import numpy as np

from sentiment.bundle import Bundle, load
from sentiment.bundle.loading import find_bundle
from sentiment.bundle.manifest import CHECKSUMS, FILES
from sentiment.errors import UserError
from sentiment.files import atomic_path
from serve import metrics

log = logging.getLogger(__name__)

_SELF_TEST = ["A warm, funny film.", "Dull and far too long.", "An odd film. " * 50]
_SAME = 1e-4
_PAUSE_SECONDS = 2.0
# In the server's folder of shared state.
ACCEPTED = "accepted"

# Which files a bundle consists of, to the nanosecond: (path, (changed, size), ...).
_Looks = tuple[object, ...]


def self_test(bundle: Bundle) -> None:
    """Predicts, alone and together, and explains.

    Raises:
        UserError: when that fails, or gives what can't be.
    """
    try:
        together = bundle.predict(_SELF_TEST)
        alone = np.concatenate([bundle.predict([text]) for text in _SELF_TEST])
        explained = bundle.explain(_SELF_TEST[0]).probability
    except Exception as error:
        raise UserError(f"{bundle.path} can't predict ({error}).") from error
    sensible = np.isfinite(together).all() and together.min() >= 0 and together.max() <= 1
    differs = max(np.abs(together - alone).max(), abs(explained - alone[0]))
    if not sensible or differs > _SAME:
        raise UserError(f"{bundle.path} fails its self-test: it predicts nonsense.")


class BundleFollower:
    """Has a bundle that was tested; a bad new one is refused, and the old one stays.

    Who predicts takes ``bundle`` once for a batch, so that all of a batch comes from one bundle.
    """

    def __init__(self, path: Path, every_seconds: float, accepted: Path) -> None:
        """Loads and tests what ``path`` is or points at.

        Args:
            path: a bundle's folder, or a link to one.
            every_seconds: how often to look whether it is another one.
            accepted: a file that names the last bundle that was good. A worker that is started
                anew takes that one where the one at ``path`` is bad.

        Raises:
            UserError: when neither can be used.
        """
        self._path = path
        self._accepted = accepted
        self._every_seconds = every_seconds
        # Not an Event: a second signal in the middle of setting one would wait for itself.
        self._wake: SimpleQueue[None] = SimpleQueue()
        self._seen: _Looks | None = None
        self.bundle = self._first()

    def start(self) -> None:
        """Looks again and again, in a thread of its own."""
        threading.Thread(target=self._follow, name="bundle-follower", daemon=True).start()

    def look_now(self) -> None:
        """Makes the thread look at once; may be called from a signal handler."""
        self._wake.put(None)

    def look(self) -> None:
        """Changes over if there is something else than at the last look."""
        looks = _looks(self._path)
        if looks is None or looks == self._seen:
            return
        old = self.bundle.manifest.version
        try:
            self.bundle = self._load()
        except Exception as error:
            # Whatever is wrong with a new bundle, it must not harm the old one.
            metrics.swaps.labels("refused").inc()
            log.error("bundle refused, %s stays: %s", old, error)
            return
        metrics.swaps.labels("taken over").inc()
        log.info("changed over from %s to %s", old, self.bundle.manifest.version)

    def _first(self) -> Bundle:
        try:
            return self._load()
        except UserError as error:
            log.error("bundle refused, the last good one is taken: %s", error)
            metrics.swaps.labels("refused").inc()
            try:
                bundle = load(Path(self._accepted.read_text(encoding="utf-8")), threads=1)
                self_test(bundle)
            except (OSError, UserError):
                # Whoever starts it again should not do so at once.
                time.sleep(_PAUSE_SECONDS)
                raise error from None
            return bundle

    def _load(self) -> Bundle:
        # Before loading: what is changed meanwhile will be seen as a change at the next look.
        self._seen = _looks(self._path)
        bundle = load(self._path, threads=1)
        self_test(bundle)
        # Without it a worker that is replaced later may find no bundle; this one has its own.
        with contextlib.suppress(OSError), atomic_path(self._accepted) as temporary:
            temporary.write_text(str(bundle.path), encoding="utf-8")
        return bundle

    def _follow(self) -> None:
        while True:
            with contextlib.suppress(Empty):
                self._wake.get(timeout=self._every_seconds)
                # Asked for: what was refused, perhaps for a passing reason, has another chance.
                self._seen = None
            try:
                self.look()
            except Exception:
                log.exception("looking for a new bundle failed")


def _looks(path: Path) -> _Looks | None:
    """Changes whenever the bundle does; None while there is none, as in the middle of a copy."""
    try:
        folder = find_bundle(path)
        stats = [(folder / name).stat() for name in (*FILES, CHECKSUMS)]
    except (OSError, UserError):
        return None
    if not all(stat.S_ISREG(found.st_mode) for found in stats):
        return None
    return (folder, *((found.st_mtime_ns, found.st_size) for found in stats))
