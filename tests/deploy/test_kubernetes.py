"""The manifests as Kubernetes would get them: valid, consistent, and no wider open than needed."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI
from fastapi.routing import APIRoute
from omegaconf import OmegaConf

import serve.server
import serve.service
from sentiment.config import compose_config
from sentiment.settings import check_settings
from serve.routes import movies, operation, page, predictions
from serve.settings import ServeSettings

from manifests import (
    CLOUDS,
    KUBERNETES,
    OVERLAYS,
    ROOT,
    Manifests,
    Object,
    Peer,
    combined,
    containers,
    cpus,
    labels_of,
    passes,
    rendered,
    secret_keys,
    selects,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("kubectl") is None, reason="no kubectl, which renders the manifests"
    ),
]

OPTIONS = [
    # What comes first gets the namespace of what comes later.
    *(f"{cloud}+service-monitor+prometheus-rules+scale-on-predictions+staging" for cloud in CLOUDS),
    "base+external-secrets+vault",
]
EVERYTHING = [*OVERLAYS, *OPTIONS, "sweep"]
# The base alone has no namespace and no release.
SETTLED = [name for name in EVERYTHING if name != OPTIONS[-1]]
SERVICES = [name for name in EVERYTHING if name not in ("sweep", OPTIONS[-1])]
# Kinds of operators and clouds, of which Kubernetes itself has no schema.
FOREIGN = {
    "BackendConfig": "cloud.google.com/v1",
    "FrontendConfig": "networking.gke.io/v1beta1",
    "ExternalSecret": "external-secrets.io/v1",
    "SecretStore": "external-secrets.io/v1",
    "PrometheusRule": "monitoring.coreos.com/v1",
    "ServiceMonitor": "monitoring.coreos.com/v1",
}
DATABASE = {"local": "10.244.0.9", "eks": "10.0.130.7", "gke": "10.100.0.5", "aks": "10.0.128.4"}
VISITOR = {
    "local": Peer("10.244.0.5", "ingress-nginx", component="controller"),
    "eks": Peer("10.0.17.20"),
    "gke": Peer("35.191.4.4"),
    "aks": Peer("10.244.0.5", "app-routing-system", app="nginx"),
}


def versions() -> list[str]:
    """The last three minor versions of Kubernetes whose schemas are here."""
    validator = pytest.importorskip(
        "kubernetes_validate", reason="no kubernetes-validate: pip install -e '.[dev]'"
    )
    major, minor = validator.latest_version().split(".")[:2]
    return [f"{major}.{int(minor) - age}" for age in range(3)]


def ports_of(pod: Object) -> dict[str, int]:
    return {
        port["name"]: port["containerPort"]
        for container in containers(pod)
        for port in container.get("ports", [])
    }


def model_of(name: str) -> tuple[Object, Object, Object]:
    """The model's deployment, its pod's template, and its container."""
    deployment = rendered(name).one("Deployment", "model")
    pod = deployment["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    return deployment, pod, container


def arguments(name: str) -> list[str]:
    """The model's arguments as Kubernetes completes them from the ConfigMap."""
    _, _, container = model_of(name)
    (source,) = container["envFrom"]
    values = rendered(name).one("ConfigMap", source["configMapRef"]["name"])["data"]
    completed = []
    for argument in container["args"]:
        for key, value in values.items():
            argument = argument.replace(f"$({key})", value)
        assert "$(" not in argument, f"{argument} is in no ConfigMap"
        completed.append(argument)
    assert all(f"$({key})" in " ".join(container["args"]) for key in values), "it is used nowhere"
    return completed


@pytest.mark.parametrize("name", EVERYTHING)
def test_schemas(name: str) -> None:
    wanted = versions()
    import kubernetes_validate

    for one in rendered(name):
        if FOREIGN.get(one["kind"]) == one["apiVersion"]:
            continue
        for version in wanted:
            assert kubernetes_validate.validate(one, version, strict=True) == version


@pytest.mark.parametrize("name", [*SERVICES, "sweep"])
def test_everything_is_in_one_namespace(name: str) -> None:
    manifests = rendered(name)
    expected = "sentiment-staging" if name in ("local", "sweep") or "staging" in name else None
    expected = expected or "sentiment-production"
    for one in manifests:
        if one["kind"] != "Namespace":
            assert one["metadata"]["namespace"] == expected, one["metadata"]["name"]
        assert labels_of(one)["app.kubernetes.io/part-of"] == "sentiment", one["metadata"]["name"]
    if name != "sweep":
        labels = labels_of(manifests.one("Namespace", expected))
        for mode in ("enforce", "warn", "audit"):
            assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"


def test_an_environment_is_chosen_from_outside() -> None:
    """As the verb does that deploys: a namespace and a release, whatever the overlay says."""
    for overlay in OVERLAYS:
        image = model_of(overlay)[2]["image"].rpartition(":")[0]
        chosen = combined(
            KUBERNETES / "overlays" / overlay,
            [],
            namespace="sentiment-other",
            images=[{"name": image, "newTag": "1-2"}],
        )
        assert chosen.one("Namespace", "sentiment-other")
        assert {one["metadata"].get("namespace", "sentiment-other") for one in chosen} == {
            "sentiment-other"
        }
        pod = chosen.one("Deployment", "model")["spec"]["template"]
        assert pod["spec"]["containers"][0]["image"] == f"{image}:1-2"


@pytest.mark.parametrize("name", SERVICES)
def test_selectors_find_what_they_are_for(name: str) -> None:
    manifests = rendered(name)
    for service in manifests.of("Service"):
        (pod,) = manifests.pods_with({"matchLabels": service["spec"]["selector"]})
        for port in service["spec"]["ports"]:
            assert port["targetPort"] in ports_of(pod)
            assert ports_of(pod)[port["targetPort"]] == port["port"]
    for workload in manifests.of("Deployment", "StatefulSet"):
        spec = workload["spec"]
        assert manifests.pods_with(spec["selector"]) == [spec["template"]]
        for spread in spec["template"]["spec"].get("topologySpreadConstraints", []):
            assert selects(spread["labelSelector"], labels_of(spec["template"]))
    for budget in manifests.of("PodDisruptionBudget"):
        assert len(manifests.pods_with(budget["spec"]["selector"])) == 1
    for stateful in manifests.of("StatefulSet"):
        assert manifests.one("Service", stateful["spec"]["serviceName"])
    for monitor in manifests.of("ServiceMonitor"):
        (service,) = (
            one
            for one in manifests.of("Service")
            if selects(monitor["spec"]["selector"], labels_of(one))
        )
        names = {port["name"] for port in service["spec"]["ports"]}
        assert {endpoint["port"] for endpoint in monitor["spec"]["endpoints"]} <= names
        assert labels_of(service)[monitor["spec"]["jobLabel"]] == "model"


@pytest.mark.parametrize("name", [*SERVICES, "sweep"])
def test_network_policies_are_about_pods_that_are_there(name: str) -> None:
    manifests = rendered(name)
    # The sweep is run beside a service.
    pods = {**rendered("local").pods(), **rendered("sweep").pods(), **manifests.pods()}
    everywhere = [labels_of(pod) for pod in pods.values()]
    assert manifests.of("NetworkPolicy")
    for policy in manifests.of("NetworkPolicy"):
        spec = policy["spec"]
        targets = [pod for pod in pods.values() if selects(spec["podSelector"], labels_of(pod))]
        assert targets, policy["metadata"]["name"]
        for rule in [*spec.get("ingress", []), *spec.get("egress", [])]:
            for peer in [*rule.get("from", []), *rule.get("to", [])]:
                if set(peer) == {"podSelector"}:
                    assert any(selects(peer["podSelector"], labels) for labels in everywhere)
        for rule in spec.get("ingress", []):
            for port in rule["ports"]:
                assert all(port["port"] in ports_of(pod).values() for pod in targets)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_nothing_passes_but_what_is_needed(overlay: str) -> None:
    manifests = rendered(overlay)
    policies = Manifests([*manifests.of("NetworkPolicy"), *rendered("sweep").of("NetworkPolicy")])
    (namespace,) = (one["metadata"]["name"] for one in manifests.of("Namespace"))
    for policy in policies:
        policy["metadata"]["namespace"] = namespace

    def own(name: str) -> Peer:
        template = {**manifests.pods(), **rendered("sweep").pods()}[name]
        peer = Peer("10.244.0.9" if name == "postgres" else "10.244.0.8", namespace)
        peer.labels = labels_of(template)
        return peer

    model, sweep, visitor = own("model"), own("sweep"), VISITOR[overlay]
    stranger, elsewhere = Peer("10.244.0.7", namespace), Peer("10.244.0.6", "default")
    prometheus = Peer("10.244.0.4", "monitoring", name="prometheus")
    names = Peer("10.244.0.3", "kube-system", k8s_app="kube-dns")
    web, metadata = Peer("93.184.216.34"), Peer("169.254.169.253")
    database = own("postgres") if overlay == "local" else Peer(DATABASE[overlay])

    needed = [
        (visitor, model, 8081, "TCP"),
        (prometheus, model, 8081, "TCP"),
        (model, database, 5432, "TCP"),
        (sweep, database, 5432, "TCP"),
        (sweep, web, 443, "TCP"),
        (model, names, 53, "UDP"),
        (model, names, 53, "TCP"),
        (sweep, names, 53, "UDP"),
    ]
    assert all(passes(policies, *one) for one in needed)
    peers = [model, sweep, visitor, stranger, elsewhere, prometheus, names, web, metadata, database]
    peers += [Peer("10.0.200.1"), Peer("172.20.0.1"), Peer("8.8.8.8")]
    ours = {id(peer) for peer in peers if peer.namespace == namespace}
    open_ways = [
        (source, target, port, protocol)
        for source in peers
        for target in peers
        if source is not target and {id(source), id(target)} & ours
        for port, protocol in ((8081, "TCP"), (5432, "TCP"), (443, "TCP"), (53, "UDP"), (53, "TCP"))
        if passes(policies, source, target, port, protocol)
    ]
    # Names may be asked for by whatever runs there, and a sweep may ask the whole web.
    surprising = [
        one
        for one in open_ways
        if one not in needed
        and not (one[1] is names and one[2] == 53)
        and not (one[0] is sweep and one[2] == 443 and one[1].address.is_global)
    ]
    assert [(one[0].__dict__, one[1].__dict__, one[2:]) for one in surprising] == []


@pytest.mark.parametrize("name", EVERYTHING)
def test_pods_keep_to_the_restricted_standard(name: str) -> None:
    volumes = {"configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret"}
    for pod in rendered(name).pods().values():
        spec = pod["spec"]
        assert not spec.keys() & {"hostNetwork", "hostPID", "hostIPC"}
        assert all(volumes & volume.keys() for volume in spec.get("volumes", []))
        assert spec["securityContext"]["runAsNonRoot"] is True
        assert spec["securityContext"]["runAsUser"] > 0
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in containers(pod):
            own = container["securityContext"]
            assert own["allowPrivilegeEscalation"] is False
            assert own["privileged"] is False
            assert own["capabilities"] == {"drop": ["ALL"]}
            assert not own.keys() & {"runAsUser", "runAsNonRoot", "seccompProfile", "procMount"}
            assert not any("hostPort" in port for port in container.get("ports", []))
            # More than the standard asks.
            assert own["readOnlyRootFilesystem"] is True


@pytest.mark.parametrize("name", EVERYTHING)
def test_pods_have_accounts_without_tokens_and_bounds(name: str) -> None:
    manifests = rendered(name)
    for account in manifests.of("ServiceAccount"):
        assert account["automountServiceAccountToken"] is False
    for pod in manifests.pods().values():
        spec = pod["spec"]
        assert manifests.one("ServiceAccount", spec["serviceAccountName"])
        assert spec["automountServiceAccountToken"] is False
        assert spec["enableServiceLinks"] is False
        for container in containers(pod):
            for bound in ("requests", "limits"):
                assert container["resources"][bound].keys() >= {"cpu", "memory"}
            requests, limits = (container["resources"][key] for key in ("requests", "limits"))
            assert requests["memory"] == limits["memory"]
            assert cpus(requests["cpu"]) <= cpus(limits["cpu"])
        mounted = {
            mount["name"] for container in containers(pod) for mount in container["volumeMounts"]
        }
        claimed = {
            claim["metadata"]["name"]
            for stateful in manifests.of("StatefulSet")
            for claim in stateful["spec"]["volumeClaimTemplates"]
        }
        assert mounted <= {volume["name"] for volume in spec["volumes"]} | claimed
        assert all("sizeLimit" in one["emptyDir"] for one in spec["volumes"] if "emptyDir" in one)
    assert not manifests.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding")


@pytest.mark.parametrize("name", SETTLED)
def test_images_are_pinned(name: str) -> None:
    for pod in rendered(name).pods().values():
        for container in containers(pod):
            _, _, tag = container["image"].rpartition("/")[2].partition(":")
            assert tag not in ("", "latest"), container["image"]


def test_secrets_are_only_referred_to() -> None:
    for name in EVERYTHING:
        assert not rendered(name).of("Secret")
    for path in KUBERNETES.rglob("*"):
        if path.is_file():
            assert "secretGenerator" not in path.read_text(encoding="utf-8")
    assert secret_keys(model_of("local")[1]) == {
        ("sentiment", "SENTIMENT_STORE_URL"),
        ("sentiment", "SENTIMENT_API_KEY"),
    }
    for cloud in CLOUDS:
        manifests = rendered(cloud)
        secret = manifests.one("ExternalSecret", "sentiment")["spec"]
        assert manifests.one("SecretStore", secret["secretStoreRef"]["name"])
        given = {(secret["target"]["name"], one["secretKey"]) for one in secret["data"]}
        assert set().union(*map(secret_keys, manifests.pods().values())) == given
    # Where nothing makes them, the file that one applies says how.
    for name, file in (("local", "overlays/local"), ("sweep", "sweep")):
        said = (KUBERNETES / file / "kustomization.yaml").read_text(encoding="utf-8")
        for pod in rendered(name).pods().values():
            for secret, key in secret_keys(pod):
                assert f"create secret generic {secret} " in said
                assert key in said


def test_staging_has_secrets_of_its_own() -> None:
    for name in SERVICES:
        for secret in rendered(name).of("ExternalSecret"):
            expected = secret["metadata"]["namespace"]
            assert {one["remoteRef"]["key"] for one in secret["spec"]["data"]} == {expected}
        for ingress in rendered(name).of("Ingress"):
            host = ingress["spec"]["rules"][0]["host"]
            assert host.startswith("staging.") == ("staging" in name)
            for tls in ingress["spec"].get("tls", []):
                assert tls["hosts"] == [host]


@pytest.mark.parametrize("name", SERVICES)
def test_settings_are_those_of_the_service(name: str) -> None:
    _, pod, container = model_of(name)
    given = arguments(name)
    config = compose_config("serve", given)
    check_settings(config, ServeSettings)
    settings = ServeSettings.model_validate(OmegaConf.to_container(config, resolve=True))
    assert settings.host == "0.0.0.0"  # noqa: S104
    assert ports_of(pod) == {"http": settings.port}
    # Each has a processor, and the process that speaks HTTP what they leave.
    assert settings.workers == cpus(container["resources"]["limits"]["cpu"])
    sources = (ROOT / "conf" / "serve.yaml").read_text(encoding="utf-8")
    for variable in container["env"]:
        assert f"oc.env:{variable['name']}," in sources
    writable = {mount["mountPath"] for mount in container["volumeMounts"]}
    assert writable == {"/data", "/tmp"}  # noqa: S108
    assert set(container["resources"]["limits"]) == {"cpu", "memory", "ephemeral-storage"}


def test_the_sweep_is_one_that_can_be_run() -> None:
    job = rendered("sweep").one("Job", "sweep")
    (container,) = job["spec"]["template"]["spec"]["containers"]
    multirun, *overrides = container["args"]
    assert multirun == "--multirun"
    assert "entrypoint" in (ROOT / "deploy" / "training.Dockerfile").read_text().lower()
    config = compose_config("train", overrides)
    assert config.threads == cpus(container["resources"]["limits"]["cpu"])
    (variable,) = container["env"]
    assert f"oc.env:{variable['name']}," in (ROOT / "conf" / "train.yaml").read_text()
    assert job["spec"]["completionMode"] == "Indexed"
    assert 1 < job["spec"]["parallelism"] <= job["spec"]["completions"]


def routes() -> dict[str, bool]:
    """Each path of the service, and whether what is below it belongs to it."""
    app = FastAPI(docs_url=None, redoc_url=None)
    for router in (
        predictions.router,
        movies.writing,
        movies.reading,
        operation.router,
        operation.probes,
        page.router,
    ):
        app.include_router(router)
    page.mount_files(app)
    found = {str(app.openapi_url): False}
    for router in (predictions.router, movies.writing, movies.reading, operation.router):
        found |= {one.path: False for one in router.routes if isinstance(one, APIRoute)}
    for router in (operation.probes, page.router):
        found |= {one.path: False for one in router.routes if isinstance(one, APIRoute)}
    mounted = [one.path for one in app.routes if type(one).__name__ == "Mount"]  # type: ignore[attr-defined]
    found |= dict.fromkeys(mounted, True)
    return {path.partition("/{")[0]: below or "/{" in path for path, below in found.items()}


@pytest.mark.parametrize("name", SERVICES)
def test_the_ingress_publishes_all_but_the_metrics(name: str) -> None:
    manifests = rendered(name)
    (ingress,) = manifests.of("Ingress")
    (rule,) = ingress["spec"]["rules"]
    published = {}
    for path in rule["http"]["paths"]:
        backend = path["backend"]["service"]
        service = manifests.one("Service", backend["name"])
        assert backend["port"]["name"] in {port["name"] for port in service["spec"]["ports"]}
        published[path["path"]] = path["pathType"] == "Prefix"
    expected = {path: below for path, below in routes().items() if path != "/metrics"}
    # Below /static, which is there too.
    assert expected.pop("/static/swagger")
    assert published == expected
    annotations = ingress["metadata"].get("annotations", {})
    classes = {"ingressClassName", "kubernetes.io/ingress.class"}
    assert len(classes & {*ingress["spec"], *annotations}) == 1


@pytest.mark.parametrize("name", SERVICES)
def test_probes(name: str) -> None:
    manifests = rendered(name)
    for pod in manifests.pods().values():
        (container,) = pod["spec"]["containers"]
        for kind in ("startupProbe", "readinessProbe", "livenessProbe"):
            probe = container[kind]
            for way in ("httpGet", "tcpSocket"):
                assert probe.get(way, {"port": None})["port"] in {None, *ports_of(pod)}
    _, _, model = model_of(name)
    startup, readiness, liveness = (
        model[kind] for kind in ("startupProbe", "readinessProbe", "livenessProbe")
    )
    for probe in (startup, readiness, liveness):
        assert probe["httpGet"]["path"] in routes()
        assert probe["httpGet"]["path"] in {one.path for one in operation.probes.routes}  # type: ignore[attr-defined]
        # A self-test of a worker may take that long, and is no failure.
        assert probe["timeoutSeconds"] > serve.service._PROBE_SECONDS
    patience = {
        kind: model[kind]["periodSeconds"] * model[kind]["failureThreshold"]
        for kind in ("startupProbe", "readinessProbe", "livenessProbe")
    }
    # Requests stop coming long before anybody thinks of killing it.
    assert patience["livenessProbe"] >= 10 * patience["readinessProbe"]
    assert patience["startupProbe"] >= 60


@pytest.mark.parametrize("name", SERVICES)
def test_an_update_loses_no_request(name: str) -> None:
    deployment, pod, container = model_of(name)
    assert deployment["spec"]["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1},
    }
    sleep = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    grace = pod["spec"]["terminationGracePeriodSeconds"]
    # For the processes that speak HTTP, then as long again for the workers.
    assert grace >= sleep + 2 * serve.server._DRAIN_SECONDS
    draining = [
        int(annotation.rpartition("=")[2])
        for one in rendered(name).of("Ingress")
        for key, annotation in one["metadata"].get("annotations", {}).items()
        if key.endswith("target-group-attributes")
    ]
    draining += [
        one["spec"]["connectionDraining"]["drainingTimeoutSec"]
        for one in rendered(name).of("BackendConfig")
    ]
    assert all(seconds < sleep for seconds in draining)
    startup = container["startupProbe"]
    assert deployment["spec"]["progressDeadlineSeconds"] > (
        startup["periodSeconds"] * startup["failureThreshold"]
    )


@pytest.mark.parametrize("name", SERVICES)
def test_scaling_and_disruption(name: str) -> None:
    manifests = rendered(name)
    (scaler,) = manifests.of("HorizontalPodAutoscaler")
    target = scaler["spec"]["scaleTargetRef"]
    deployment = manifests.one(target["kind"], target["name"])
    assert deployment["apiVersion"] == target["apiVersion"]
    # Or each rollout would undo what the autoscaler did.
    assert "replicas" not in deployment["spec"]
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    resource, *others = scaler["spec"]["metrics"]
    assert resource["resource"]["name"] in container["resources"]["requests"]
    assert len(others) == ("scale-on-predictions" in name)
    # What it scales by must be possible: with the limit at or below it no new pod would ever come.
    share = resource["resource"]["target"]["averageUtilization"] / 100
    requested, most = (cpus(container["resources"][key]["cpu"]) for key in ("requests", "limits"))
    assert share * requested < most
    least = scaler["spec"]["minReplicas"]
    assert least < scaler["spec"]["maxReplicas"]
    (budget,) = manifests.of("PodDisruptionBudget")
    assert "minAvailable" not in budget["spec"]
    stays = least - budget["spec"]["maxUnavailable"]
    assert stays >= (0 if "staging" in name else 1)


def test_checkov_finds_nothing_that_is_not_explained(tmp_path: Path) -> None:
    program = os.environ.get("CHECKOV") or shutil.which("checkov")
    if program is None:
        pytest.skip("no checkov on the PATH nor in the variable CHECKOV")
    for name in SETTLED:
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump_all(rendered(name)))
    result = subprocess.run(
        [
            *(program, "--directory", ".", "--framework", "kubernetes", "--output", "json"),
            "--skip-download",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=1200,
        env={**os.environ, "LOG_LEVEL": "CRITICAL"},
    )
    assert result.stdout, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    found = report["results"]
    assert [(one["check_id"], one["resource"]) for one in found["failed_checks"]] == []
    assert report["summary"]["passed"] > 100
    assert report["summary"]["parsing_errors"] == 0
    skipped = {(one["check_id"], one["resource"]) for one in found["skipped_checks"]}
    explained = set()
    for name in SETTLED:
        for one in rendered(name):
            kind, metadata = one["kind"], one["metadata"]
            for key, text in metadata.get("annotations", {}).items():
                if key.startswith("checkov.io/skip"):
                    check, _, reason = text.partition("=")
                    assert len(reason) > 20, text
                    resource = f"{kind}.{metadata.get('namespace', 'default')}.{metadata['name']}"
                    explained.add((check, resource))
    # An exception that nothing needs is one too many.
    assert skipped == explained
