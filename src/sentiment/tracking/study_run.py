"""A sweep as one MLflow run, with its trials as children."""

import csv
import json
from pathlib import Path
from typing import Any

PARENT = "mlflow.parentRunId"
STUDY = "sweep.study"
TRIAL = "sweep.trial"
STATE = "sweep.state"
_ROLE = "sweep.role"


def find_or_make(client: Any, experiment_id: str, study: str) -> str:
    """The id of the run that stands for the study, which is made where there is none.

    Several processes may begin a study at once: the earliest run is the one, and who finds that
    his is not takes it away again.
    """
    if earliest := find(client, experiment_id, study):
        return earliest
    tags = {_ROLE: "study", STUDY: study, "mlflow.runName": study}
    mine = str(client.create_run(experiment_id, tags=tags).info.run_id)
    earliest = find(client, experiment_id, study) or mine
    if earliest != mine:
        client.delete_run(mine)
    return earliest


def find(client: Any, experiment_id: str, study: str) -> str | None:
    """The id of the study's run, or None."""
    # A single quote ends a string in MLflow's filters.
    name = study.replace("'", "")
    runs = client.search_runs(
        [experiment_id],
        filter_string=f"tags.`{_ROLE}` = 'study' and tags.`{STUDY}` = '{name}'",
    )
    ordered = sorted(runs, key=lambda run: (run.info.start_time, run.info.run_id))
    return str(ordered[0].info.run_id) if ordered else None


def finish(tracking_uri: str, experiment_name: str, study: str, folder: Path) -> None:
    """Copies what the sweep left in its folder into its run, and ends the run.

    A sweep whose last word is that it was stopped ends as KILLED, until its next trial begins.
    """
    from mlflow import MlflowClient

    from sentiment.tracking.mlflow import prepare_client

    prepare_client(tracking_uri)
    client = MlflowClient(tracking_uri)
    experiment = client.get_experiment_by_name(experiment_name)
    if experiment is None:
        return
    run_id = find(client, experiment.experiment_id, study)
    if run_id is None:
        return
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    for name, value in summary["best_values"].items():
        client.log_metric(run_id, f"best/{name}", value)
    for name, value in (("best_trial", summary["best_trial"]), *summary["trials"].items()):
        client.set_tag(run_id, f"sweep.{name}", str(value))
    # Not multirun.yaml: a password in some other override may stand in it.
    for name in ("trials.csv", "summary.json", "study.html"):
        if (folder / name).is_file():
            client.log_artifact(run_id, str(folder / name))
    for name in ("plots", "experiment"):
        if (folder / name).is_dir():
            client.log_artifacts(run_id, str(folder / name), name)
    _end_lost_trials(client, experiment.experiment_id, run_id, folder / "trials.csv")
    client.set_terminated(run_id, "FINISHED" if summary["finished"] else "KILLED")


def _end_lost_trials(client: Any, experiment_id: str, study_run: str, trials: Path) -> None:
    """Ends the runs of trials whose processes were killed, which could not do it themselves."""
    with trials.open(newline="", encoding="utf-8") as file:
        states = {row["trial"]: row["state"] for row in csv.DictReader(file)}
    at_work = client.search_runs(
        [experiment_id],
        filter_string=f"tags.`{PARENT}` = '{study_run}' and attributes.status = 'RUNNING'",
    )
    for run in at_work:
        state = states.get(run.data.tags.get(TRIAL))
        # Another process may be at one that runs.
        if state not in (None, "running", "again"):
            client.set_tag(run.info.run_id, STATE, state)
            client.set_terminated(run.info.run_id, "KILLED")
