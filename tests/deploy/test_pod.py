"""The image with exactly the rights, limits and probes of the manifest's pod."""

import re
import shutil
import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest
import requests

from docker_engine import Container, docker, running
from manifests import Manifests, Object, cpus, rendered, size
from running_server import PATIENCE, wait_for

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("kubectl") is None, reason="no kubectl, which renders the manifests"
    ),
]

KEY = "a-key-of-some-length"
# What the Secret holds.
SECRETS = {"SENTIMENT_STORE_URL": "sqlite:////data/reviews.db", "SENTIMENT_API_KEY": KEY}


def environment_of(manifests: Manifests, container: Object) -> dict[str, str]:
    """What the kubelet would set."""
    found: dict[str, str] = {}
    for source in container["envFrom"]:
        found |= manifests.one("ConfigMap", source["configMapRef"]["name"])["data"]
    for variable in container["env"]:
        key = variable.get("valueFrom", {}).get("secretKeyRef", {}).get("key")
        found[variable["name"]] = SECRETS[key] if key else variable["value"]
    return found


def options_of(pod: Object, container: Object, environment: Mapping[str, str]) -> list[str]:
    """The same rights and limits in the words of Docker."""
    user, rights = pod["spec"]["securityContext"], container["securityContext"]
    options = ["--user", f"{user['runAsUser']}:{user['runAsGroup']}"]
    assert rights["readOnlyRootFilesystem"] is True
    options += ["--read-only"]
    assert rights["allowPrivilegeEscalation"] is False
    options += ["--security-opt", "no-new-privileges"]
    for capability in rights["capabilities"]["drop"]:
        options += ["--cap-drop", capability]
    limits = container["resources"]["limits"]
    options += ["--cpus", str(cpus(limits["cpu"])), "--memory", str(size(limits["memory"]))]
    # As Kubernetes, no memory on disk.
    options += ["--memory-swap", str(size(limits["memory"]))]
    volumes = {one["name"]: one["emptyDir"]["sizeLimit"] for one in pod["spec"]["volumes"]}
    for mount in container["volumeMounts"]:
        room = size(volumes[mount["name"]])
        # Kubernetes gives them to the pod's group.
        owner = f"uid={user['runAsUser']},gid={user['fsGroup']}"
        options += ["--tmpfs", f"{mount['mountPath']}:size={room},{owner}"]
    for name, value in environment.items():
        options += ["--env", f"{name}={value}"]
    return options


def passes(probe: dict[str, Any], url: str) -> bool:
    """Whether the kubelet would be content."""
    try:
        answer = requests.get(url + probe["httpGet"]["path"], timeout=probe["timeoutSeconds"])
    except requests.RequestException:
        return False
    return 200 <= answer.status_code < 400


def test_the_image_lives_in_the_manifests_pod(release_image: str) -> None:
    manifests = rendered("eks")
    pod = manifests.pods()["model"]
    (container,) = pod["spec"]["containers"]
    environment = environment_of(manifests, container)
    arguments = tuple(
        re.sub(r"\$\((\w+)\)", lambda name: environment[name[1]], argument)
        for argument in container["args"]
    )
    options = options_of(pod, container, environment)
    # This machine may be busier than a node.
    arguments = (*arguments, f"limits.deadline_seconds={PATIENCE}")
    with running(release_image, *options, "--no-healthcheck", settings=arguments) as made:
        wait_for(lambda: passes(container["startupProbe"], made.url))

        review = {"movie": "Alien", "review": "A warm, funny and wonderful film.", "rating": 9}
        assert made.post("/add_review", review).status_code == 401
        answer = requests.post(
            f"{made.url}/add_review", json=review, headers={"X-API-Key": KEY}, timeout=PATIENCE
        )
        assert (answer.status_code, answer.json()["sentiment"]) == (200, "positive")
        probes_pass_under_load(made, container)

        state = made.inspect()["State"]
        assert state["Running"]
        assert not state["OOMKilled"]
        docker("stop", "--time", str(pod["spec"]["terminationGracePeriodSeconds"]), made.id)
        assert made.inspect()["State"]["ExitCode"] == 0, made.logs()


def probes_pass_under_load(made: Container, container: Object) -> None:
    """Asks as both probes do, while there are more batches than one worker can do."""
    texts = ["A warm, funny and wonderful film. " * 30] * 64
    over = threading.Event()
    statuses: list[int] = []

    def ask() -> None:
        while not over.is_set():
            statuses.append(made.post("/predict_batch", {"texts": texts}).status_code)

    clients = [threading.Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    try:
        for _ in range(4):
            for name in ("readinessProbe", "livenessProbe"):
                wait_for(lambda name=name: passes(container[name], made.url))
            time.sleep(1)
    finally:
        over.set()
        for client in clients:
            client.join()
    assert set(statuses) == {200}
