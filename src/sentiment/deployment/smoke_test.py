"""A release is tried as its users would, before and after they get it."""

import time
from collections.abc import Callable
from typing import Any

import requests

from sentiment.errors import UserError

# One that anybody would call positive, and one negative.
EXAMPLES = {
    "A warm, funny and beautifully acted film; I loved every minute of it.": "positive",
    "Dull, badly acted and far too long; the worst film I have seen this year.": "negative",
}
MOVIE = "Deployment check"
_SECONDS = 10
# A review is on disk when it is acknowledged; where images have just been built, that can wait.
_ATTEMPTS = 3


def served_version(url: str) -> str | None:
    """The version of the model that a healthy service has; None where there is none."""
    try:
        answer = _request("GET", f"{url}/health")
        return str(answer.json()["model_version"]) if answer.ok else None
    except (requests.RequestException, ValueError, KeyError):
        return None


def wait_until_healthy(
    url: str,
    version: str,
    seconds: float,
    trouble: Callable[[], str | None] = lambda: None,
    last_line: Callable[[], str] | None = None,
) -> None:
    """Waits until a service answers with a version of the model.

    Args:
        url: where it listens.
        version: of the bundle that it should serve.
        seconds: how long it may take.
        trouble: says in a sentence what is wrong when there is no use in waiting any longer.
        last_line: gives what the service said last, to say it where nothing else is known.

    Raises:
        UserError: when it takes longer, or ends.
    """
    end = time.monotonic() + seconds
    served = None
    while time.monotonic() < end:
        if wrong := trouble():
            raise UserError(wrong)
        served = served_version(url)
        if served == version:
            return
        time.sleep(0.2)
    if served:
        said = f"it has {served}"
    else:
        said = "it is not healthy" + (f", and said last: {last_line()}" if last_line else "")
    raise UserError(f"{url} has not the model {version} after {seconds:g} s: {said}.")


def smoke_test(url: str, api_key: str, release: str, *, metrics: bool) -> None:
    """Predicts both examples, stores a review, and reads the metrics.

    Args:
        url: where the service listens.
        api_key: that writes need.
        release: its name; the review is stored once for each.
        metrics: whether metrics can be read at this address.

    Raises:
        UserError: what was answered wrongly.
    """
    headers = {"X-API-Key": api_key}
    for text, expected in EXAMPLES.items():
        answer = _ask("POST", f"{url}/predict", json={"text": text}, headers=headers)
        if answer.json().get("sentiment") != expected:
            raise UserError(f"{url}/predict does not call this {expected}: {text}")
    review = {"movie": MOVIE, "review": next(iter(EXAMPLES)), "rating": 9}
    once = {"Idempotency-Key": f"deployment-{release}"[-128:]}
    answer = _ask("POST", f"{url}/add_review", json=review, headers=headers | once)
    if answer.json().get("review_added") is not True:
        raise UserError(f"{url}/add_review stored nothing.")
    found = _ask("GET", f"{url}/movie/{MOVIE}", headers=headers).json()
    if not found.get("total_reviews"):
        raise UserError(f"{url}/movie does not find the review that was stored.")
    if metrics:
        said = _ask("GET", f"{url}/metrics", headers=headers).text
        if "model_predictions_total" not in said:
            raise UserError(f"{url}/metrics has no model_predictions_total.")


def _request(method: str, url: str, **arguments: Any) -> requests.Response:
    with requests.Session() as session:
        # A proxy of the environment does not know this machine's own addresses.
        session.trust_env = False
        return session.request(method, url, timeout=_SECONDS, **arguments)


def _ask(method: str, url: str, **arguments: Any) -> requests.Response:
    """Asks again where no answer comes in time: whatever is asked here can be asked twice."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            answer = _request(method, url, **arguments)
            break
        except requests.Timeout as error:
            if attempt == _ATTEMPTS:
                waited = f"{_ATTEMPTS} times {_SECONDS} s"
                raise UserError(f"{url} does not answer in {waited}.") from error
        except requests.RequestException as error:
            raise UserError(f"{url} does not answer ({type(error).__name__}).") from error
    if not answer.ok:
        raise UserError(f"{url} answers {answer.status_code}: {answer.text[:200].strip()}")
    return answer
