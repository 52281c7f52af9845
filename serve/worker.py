"""What runs in the processes that predict."""

import logging
import signal
import time
from pathlib import Path
from types import FrameType

import litserve

from sentiment.bundle import Bundle
from serve.following import ACCEPTED, BundleFollower, self_test
from serve.logs import configure_logging
from serve.processes import DRAINED, die_with_parent, take_signals
from serve.work import Done, Predicted, Work

log = logging.getLogger(__name__)

API_PATH = "/work"


class SentimentAPI(litserve.LitAPI):
    """Predicts, explains and tests itself; LitServe runs one in each worker."""

    def __init__(self, bundle: Path, follow_seconds: float, state: Path, log_level: str) -> None:
        """Takes plain values: they travel to the workers.

        Args:
            bundle: a bundle's folder, or a link to one.
            follow_seconds: how often to look whether it was exchanged.
            state: the server's folder for what its processes share.
            log_level: the least important level that is logged.
        """
        super().__init__(api_path=API_PATH)
        self.path = bundle
        self.follow_seconds = follow_seconds
        self.state = state
        self.log_level = log_level

    def setup(self, device: str) -> None:
        """Loads the bundle; LitServe calls it once in each worker."""
        die_with_parent()
        configure_logging(self.log_level)
        # Ctrl-C and SIGTERM may reach all processes at once; what is in flight needs this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, self._end_if_drained)
        self.follower = BundleFollower(self.path, self.follow_seconds, self.state / ACCEPTED)
        signal.signal(signal.SIGHUP, lambda *_: self.follower.look_now())
        self.follower.start()
        take_signals()

    def predict(self, x: Work, **_: object) -> Done:
        """Does one piece of work with one and the same bundle."""
        started = time.perf_counter()
        bundle = self.follower.bundle
        predictions: list[Predicted | None] = []
        explanation = None
        if x.kind == "probe":
            self_test(bundle)
        elif x.kind == "explain":
            explanation = bundle.explain(x.texts[0])
            predictions = [_predicted(bundle, explanation.probability)]
        else:
            predictions = predict_each(bundle, x.texts)
        is_known = x.known_version == bundle.manifest.version
        return Done(
            version=bundle.manifest.version,
            manifest=None if is_known else bundle.manifest.model_dump_json(),
            seconds=time.perf_counter() - started,
            predictions=predictions,
            explanation=explanation,
        )

    def _end_if_drained(self, _signal: int, _frame: FrameType | None) -> None:
        if (self.state / DRAINED).exists():
            raise SystemExit(0)


def predict_each(bundle: Bundle, texts: list[str]) -> list[Predicted | None]:
    """All at once; if that fails one by one, so that one bad text harms no other."""
    try:
        return [_predicted(bundle, float(value)) for value in bundle.predict(texts)]
    except Exception as error:
        if len(texts) == 1:
            log.error("a text could not be predicted: %s", type(error).__name__)
            return [None]
    return [one for text in texts for one in predict_each(bundle, [text])]


def _predicted(bundle: Bundle, probability: float) -> Predicted:
    sentiment, confidence = bundle.verdict(probability)
    return Predicted(sentiment, round(confidence, 6), round(probability, 6))
