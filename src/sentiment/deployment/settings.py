"""Which values ``conf/deploy.yaml`` may have."""

from ipaddress import IPv4Address
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, PositiveFloat, PositiveInt

Text = Annotated[str, Field(min_length=1)]
Port = Annotated[int, Field(ge=1024, le=65535)]
Action = Literal["apply", "status", "logs", "rollback", "down", "secrets"]


class _Group(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)


class LocalSettings(_Group):
    """``conf/deploy/local.yaml``."""

    target: Literal["local"]
    host: Literal["127.0.0.1", "0.0.0.0", "::"]  # noqa: S104
    workers: PositiveInt | Literal["auto"]
    wait_seconds: PositiveFloat


class ComposeSettings(_Group):
    """``conf/deploy/compose.yaml``."""

    target: Literal["compose"]
    image: Text | None
    bind: IPv4Address
    bind_tools: IPv4Address
    workers: PositiveInt | Literal["auto"]
    without: list[Literal["mlflow", "prometheus", "alertmanager", "node-exporter", "grafana"]]
    notify: Text | None
    wait_seconds: PositiveFloat
    drain_seconds: NonNegativeFloat


class KubernetesSettings(_Group):
    """``conf/deploy/kubernetes.yaml``."""

    target: Literal["kubernetes"]
    image: Text | None
    overlay: Text
    context: Text | None
    registry: Text | None
    load: Literal["minikube", "kind"] | None
    wait_seconds: PositiveFloat


class Ports(_Group):
    """``ports`` of ``conf/env``."""

    service: Port
    preview: Port
    mlflow: Port
    prometheus: Port
    alertmanager: Port
    grafana: Port


class EnvironmentSettings(_Group):
    """``conf/env``."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
    ports: Ports


class DeploySettings(_Group):
    """``conf/deploy.yaml``."""

    deploy: Annotated[
        LocalSettings | ComposeSettings | KubernetesSettings, Field(discriminator="target")
    ]
    env: EnvironmentSettings
    action: Action
    dry_run: bool
    bundle: Text | None
    lines: PositiveInt
    follow: bool
    state_dir: Text
    runs_dir: str
    output_dir: str

    def model_post_init(self, _: Any) -> None:
        """Two programs can't have one port."""
        ports = self.env.ports.model_dump()
        if len(set(ports.values())) < len(ports):
            from sentiment.errors import UserError

            raise UserError("env.ports: each needs a port of its own.")
