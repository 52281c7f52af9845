"""The same visitors for Locust, which has a page to steer them from, and several machines.

    pip install -e '.[load]'
    locust -f deploy/load/locustfile.py --host http://127.0.0.1:8081
    locust ... --headless --users 50 --spawn-rate 10 --run-time 2m

SENTIMENT_API_KEY has what writes need, TRAFFIC_BAD the share of mistakes (0.05).
"""

import os
from random import Random

from locust import FastHttpUser, between, task
from omegaconf import OmegaConf

from sentiment.config import conf_dir
from sentiment.data.sources import DemoSource
from serve.journeys import some_call

_TEXTS = DemoSource(500, 500, 1).read("test").texts
_MIX = dict(OmegaConf.load(conf_dir() / "traffic.yaml").mix)
_BAD = float(os.environ.get("TRAFFIC_BAD", "0.05"))
_KEY = os.environ.get("SENTIMENT_API_KEY")


class Visitor(FastHttpUser):
    """Reads a little, then asks again."""

    wait_time = between(0.5, 2)
    random = Random()  # noqa: S311

    @task
    def call(self) -> None:
        """Whatever a visitor does next."""
        call = some_call(self.random, _TEXTS, _MIX, _BAD)
        headers = dict(call.headers)
        if call.writes and _KEY:
            headers["X-API-Key"] = _KEY
        with self.client.request(
            call.method,
            call.path,
            name=call.name,
            data=call.body,
            headers=headers,
            catch_response=True,
        ) as answer:
            if answer.status_code == call.expected:
                answer.success()
            else:
                answer.failure(f"{answer.status_code} and not {call.expected}")
