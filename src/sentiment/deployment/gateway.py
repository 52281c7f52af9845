"""The gateway's settings: which of two places people reach. The file is the truth about it."""

import re
from pathlib import Path

from sentiment.files import atomic_path

_FILE = "service.conf"
# No retries: a request that a release has accepted may have stored a review.
_PROXY = """\
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_connect_timeout 2s;
        proxy_read_timeout 30s;
        proxy_next_upstream off;
"""
_NOBODY = '{"detail": "No release serves at the moment."}'


def active_place(folder: Path) -> str | None:
    """Where people are sent; None where nobody serves."""
    path = folder / _FILE
    if not path.is_file():
        return None
    found = re.match(r"# active: (\w+)\n", path.read_text(encoding="utf-8"))
    return None if found is None or found[1] == "nobody" else found[1]


def write_gateway(folder: Path, active: str | None, preview: str | None) -> None:
    """Sends people to one place and those who try a release to another; in force once reloaded."""
    text = f"""\
# active: {active or "nobody"}
# Written by python -m sentiment.deploy, which reads its first line. A container that is started
# again may have another address, so names are looked up all the time.
resolver 127.0.0.11 valid=1s ipv6=off;
client_max_body_size 2m;
server_tokens off;
access_log off;

server {{
    listen 8081;
{_locations(active, metrics=False)}}}

server {{
    listen 8082;
{_locations(preview, metrics=True)}}}

server {{
    listen 8080;
    return 204;
}}
"""
    folder.mkdir(parents=True, exist_ok=True)
    # The gateway reads it as another user.
    folder.chmod(0o755)
    with atomic_path(folder / _FILE) as temporary:
        temporary.write_text(text, encoding="utf-8")
    (folder / _FILE).chmod(0o644)


def _locations(place: str | None, *, metrics: bool) -> str:
    # Metrics are for those who run the service.
    hidden = "" if metrics else "    location = /metrics { return 404; }\n"
    if place is None:
        return f"    default_type application/json;\n    return 503 '{_NOBODY}';\n"
    return f"""\
{hidden}    location / {{
        set $place model-{place};
        proxy_pass http://$place:8081;
{_PROXY}    }}
"""
