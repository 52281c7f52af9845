"""``python -m serve`` with more patience where no setting gives it: this machine may be busy."""

from pathlib import Path

from serve import running
from serve.__main__ import main
from serve.settings import ServeSettings

_SECONDS = 60
_usual = running._serve


def _serve(settings: ServeSettings, bundle: Path, version: str, state: Path) -> None:
    # Not sooner: by now there is the folder that prometheus_client has to know when it is imported.
    import serve.server
    import serve.service
    import serve.store.reviews

    serve.server._DRAIN_SECONDS = _SECONDS
    serve.service._PROBE_SECONDS = _SECONDS
    serve.store.reviews._PATIENCE_SECONDS = _SECONDS
    _usual(settings, bundle, version, state)


if __name__ == "__main__":
    running._serve = _serve
    main()
