"""A trial's settings: as overrides, and as a config file that an experiment can be."""

from typing import TYPE_CHECKING, Any

import optuna
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override
from omegaconf import OmegaConf
from optuna.trial import FrozenTrial

from hydra_plugins.optuna_sweeper._files import atomic_path
from hydra_plugins.optuna_sweeper._ledger import OVERRIDES

if TYPE_CHECKING:
    from hydra_plugins.optuna_sweeper._sweep import Sweep

_GROUP = "experiment"


def trial_overrides(trial: FrozenTrial) -> list[str]:
    """The overrides that the trial was run with."""
    overrides: list[str] = trial.user_attrs.get(OVERRIDES, [])
    return overrides


def searched_overrides(sweep: "Sweep", trial: FrozenTrial) -> list[str]:
    """Those of them that differ from trial to trial."""
    return [one for one in trial_overrides(trial) if one not in sweep.space.fixed]


def full_overrides(sweep: "Sweep", trial: FrozenTrial) -> list[str]:
    """All of them but those that only steer the sweep, and what ``in_full`` adds."""
    return [str(override.input_line) for override in _kept(sweep, trial)]


def figures(study: optuna.Study, trial: FrozenTrial) -> str:
    """The values of a trial with their names."""
    names = study.metric_names or ["value"] * len(study.directions)
    return ", ".join(f"{name} {value:.6g}" for name, value in zip(names, trial.values, strict=True))


def write_experiments(sweep: "Sweep", best: list[FrozenTrial]) -> None:
    """Writes ``experiment/best.yaml``, or ``best_<number>.yaml`` for each of several best trials.

    ``--config-dir <the sweep's folder> experiment=best`` makes a run what the trial was, where
    there is such a group; without one it is ``+experiment=best``.
    """
    folder = sweep.folder / _GROUP
    is_single = len(sweep.study.directions) == 1
    wanted = {
        folder / ("best.yaml" if is_single else f"best_{trial.number}.yaml"): _as_config(
            sweep, trial
        )
        for trial in best
    }
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            with atomic_path(path) as temporary:
                temporary.write_text(text, encoding="utf-8")
    # What was on the Pareto front, and has been beaten since.
    for path in set(folder.glob("best*.yaml")) - wanted.keys():
        path.unlink(missing_ok=True)


def _as_config(sweep: "Sweep", trial: FrozenTrial) -> str:
    title = f"# Trial {trial.number} of the study {sweep.study.study_name}: "
    lines = ["# @package _global_", f"{title}{figures(sweep.study, trial)}."]
    defaults: list[str] = []
    settings = OmegaConf.create({})
    for override in _kept(sweep, trial):
        if override.is_delete() or override.package is not None:
            lines.append(f"# On the command line besides: {override.input_line}")
        elif override.key_or_group == _GROUP:
            # An experiment can't choose another one, but it can stand on it.
            defaults.insert(0, f"  - {_as_yaml(override.value())}")
        elif override.key_or_group in sweep.settings.stands_on:
            defaults.insert(0, f"  - /{override.key_or_group}/{override.value()}")
        elif sweep.is_group(override.key_or_group):
            word = "" if override.is_add() else "override "
            defaults.append(f"  - {word}/{override.key_or_group}: {_as_yaml(override.value())}")
        else:
            OmegaConf.update(settings, override.key_or_group, override.value(), force_add=True)
    if defaults:
        lines += ["defaults:", *defaults]
    if settings:
        lines.append(OmegaConf.to_yaml(settings).rstrip())
    return "\n".join(lines) + "\n"


def _kept(sweep: "Sweep", trial: FrozenTrial) -> list[Override]:
    only = set(sweep.settings.sweep_only)
    parser = OverridesParser.create()
    overrides = parser.parse_overrides(trial_overrides(trial))
    kept = [override for override in overrides if override.key_or_group not in only]
    return kept + parser.parse_overrides([str(one) for one in sweep.settings.in_full])


def _as_yaml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_as_yaml, value))}]"
    return OmegaConf.to_yaml([value]).strip().removeprefix("- ")
