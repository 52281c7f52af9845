"""The command line around every verb: Hydra composes, errors become sentences."""

import difflib
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable
from typing import Any

import hydra
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from sentiment.config import compose_config, conf_dir, in_multirun, register_resolvers
from sentiment.errors import InterruptedByUser, UserError, first_line
from sentiment.secret_overrides import move_secrets

log = logging.getLogger(__name__)

_INTERRUPTED = 130


def run_verb(verb: str, task: Callable[[DictConfig], Any]) -> None:
    """Runs ``task`` on the configuration ``conf/<verb>.yaml`` as the command line changes it.

    An error ends the process with one sentence and exit code 1 (Ctrl-C: 130); ``debug=true``
    shows the traceback instead.
    """
    debug = "debug=true" in sys.argv
    sys.argv[1:] = move_secrets(sys.argv[1:])
    register_resolvers()
    # Makes Hydra raise instead of printing in its own words and leaving.
    os.environ["HYDRA_FULL_ERROR"] = "1"
    decorate = hydra.main(config_path=str(conf_dir()), config_name=verb, version_base="1.3")
    try:
        decorate(_job(task))()
    except (HydraException, OmegaConfBaseException, UserError) as error:
        if debug:
            raise
        _leave(_sentence(error, verb))
    except KeyboardInterrupt:
        _leave("Interrupted.", _INTERRUPTED)
    except Exception as error:
        if debug:
            raise
        _leave(f"{type(error).__name__}: {error} (debug=true shows where)")


def _job(task: Callable[[DictConfig], Any]) -> Callable[[DictConfig], Any]:
    def job(config: DictConfig) -> Any:
        try:
            return task(config)
        except InterruptedByUser as error:
            log.error("%s", error)
            # As Ctrl-C: in a sweep it ends the sweep, not just this job.
            raise KeyboardInterrupt from error
        except UserError as error:
            # In a sweep the error is the sweeper's to record.
            if config.debug or in_multirun():
                # For the trial's own log.
                log.info("%s", error)
                raise
            log.error("%s", error)
            raise SystemExit(1) from error
        except Exception as error:
            log.debug("%s", traceback.format_exc())
            if config.debug or in_multirun():
                raise
            log.error("%s: %s (debug=true shows where)", type(error).__name__, error)
            raise SystemExit(1) from error

    return job


def _leave(message: str, code: int = 1) -> None:
    sys.stderr.write(message + "\n")
    raise SystemExit(code)


def _sentence(error: Exception, verb: str) -> str:
    """One line of Hydra's several, with the nearest setting where one was misspelt."""
    message = str(error)
    if match := re.search(r"Could not override '([^']+)'", message):
        key = match[1].split("@")[0]
        return f"There is no setting {key!r}{_suggestion(key, verb)}."
    if match := re.search(r"Could not find '([^']+)'", message):
        group, _, option = match[1].rpartition("/")
        options = ", ".join(re.findall(r"^\t(\S+)$", message, re.MULTILINE))
        return f"There is no {group}={option}; the options are {options}."
    # Some messages have it in them already.
    is_told = error.__cause__ is None or first_line(error.__cause__) in message
    cause = "" if is_told else f" ({error.__cause__})"
    return " ".join(f"{message}{cause}".split())


def _suggestion(key: str, verb: str) -> str:
    try:
        known = sorted(_keys(OmegaConf.to_container(compose_config(verb))))
    except (HydraException, OmegaConfBaseException):
        known = []
    near = difflib.get_close_matches(key, known, n=3)
    same_end = [name for name in known if name.endswith("." + key.rpartition(".")[2])]
    candidates = list(dict.fromkeys([*near, *same_end]))[:3]
    if candidates:
        return f"; did you mean {' or '.join(candidates)}"
    return "; --help and --cfg job list what there is"


def _keys(node: Any, prefix: str = "") -> list[str]:
    if not isinstance(node, dict):
        return []
    keys = []
    for name, value in node.items():
        keys += [f"{prefix}{name}", *_keys(value, f"{prefix}{name}.")]
    return keys
