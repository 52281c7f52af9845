"""Plays kubectl where there is no cluster.

What is applied is a file, and a forwarded port a real service; rendering is the real kubectl's.
CLUSTER is a folder: applied.yaml, calls.log, and bundles by version.
"""

import base64
import difflib
import json
import os
import sys
from pathlib import Path
from typing import Any

import yaml

CLUSTER = Path(os.environ["CLUSTER"])
APPLIED = CLUSTER / "applied.yaml"
KEY = "a-key-of-the-cluster"


def image(manifest: Path) -> str:
    objects = yaml.safe_load_all(manifest.read_text())
    (found,) = [one for one in objects if one["kind"] == "Deployment"]
    name: str = found["spec"]["template"]["spec"]["containers"][0]["image"]
    return name


def objects() -> list[dict[str, Any]]:
    if not APPLIED.exists():
        return []
    spec = {"template": {"spec": {"containers": [{"image": image(APPLIED)}]}}}
    status = {"readyReplicas": 2, "replicas": 2}
    annotations = {"deployment.kubernetes.io/revision": str(len(revisions()))}
    metadata = {"name": "model", "annotations": annotations}
    return [{"kind": "Deployment", "metadata": metadata, "spec": spec, "status": status}]


def revisions() -> list[Path]:
    return sorted(CLUSTER.glob("revision-*.yaml"))


def apply(text: str) -> None:
    """What is applied is a new revision of the pods, unless it is the present one."""
    if not APPLIED.exists() or APPLIED.read_text() != text:
        APPLIED.write_text(text)
        (CLUSTER / f"revision-{len(revisions()) + 1:02d}.yaml").write_text(text)


def main() -> int:
    arguments = sys.argv[1:]
    if arguments[0] == "kustomize":
        os.execv(os.environ["REAL_KUBECTL"], ["kubectl", *arguments])
    with (CLUSTER / "calls.log").open("a") as log:
        log.write(" ".join(arguments) + "\n")
    if arguments[0] == "--namespace":
        arguments = arguments[2:]
    verb = arguments[0]
    if verb == "apply":
        apply(Path(arguments[2]).read_text())
    elif verb == "diff":
        before = APPLIED.read_text().splitlines() if APPLIED.exists() else []
        after = Path(arguments[2]).read_text().splitlines()
        difference = list(difflib.unified_diff(before, after, lineterm=""))
        print("\n".join(difference))
        return 1 if difference else 0
    elif verb == "rollout" and arguments[1] == "undo":
        apply(revisions()[int(arguments[3].rpartition("=")[2]) - 1].read_text())
    elif verb == "rollout" and "stuck" in image(APPLIED):
        print("error: timed out waiting for the condition", file=sys.stderr)
        return 1
    elif verb == "get" and arguments[1] == "secret":
        print(json.dumps({"data": {"SENTIMENT_API_KEY": base64.b64encode(KEY.encode()).decode()}}))
    elif verb == "get" and arguments[1:3] == ["deployment", "model"]:
        print("".join(json.dumps(one) for one in objects()))
    elif verb == "get":
        print(json.dumps({"items": objects()}))
    elif verb == "delete":
        APPLIED.unlink(missing_ok=True)
    elif verb == "port-forward":
        port = arguments[2].partition(":")[0]
        (version,) = [path for path in CLUSTER.glob("tiny-*") if image(APPLIED).endswith(path.name)]
        environment = {**os.environ, "SENTIMENT_RUNS": str(CLUSTER), "SENTIMENT_API_KEY": KEY}
        command = [sys.executable, "-m", "serve", f"port={port}", f"bundle={version}", "workers=1"]
        os.execve(sys.executable, command, environment)
    return 0


sys.exit(main())
