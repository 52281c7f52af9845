"""The course of a prediction: rows in, rows out, in constant memory."""

import io
import logging
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from omegaconf import DictConfig
from tqdm import tqdm

from sentiment.data.files import STREAM_READERS, BadRow, Row, read_rows
from sentiment.data.reviews import is_unicode
from sentiment.errors import UserError
from sentiment.prediction_writers import open_writer
from sentiment.predictors import Predictor, open_predictor
from sentiment.reporting import print_predictions
from sentiment.settings import PredictSettings, check_settings
from sentiment.verdict import verdict

log = logging.getLogger(__name__)

# So many rows are read, sorted by length and predicted at once.
_ROWS_A_CHUNK = 4096


def run_prediction(config: DictConfig) -> dict[str, Any]:
    """See ``sentiment.predict.predict``."""
    check_settings(config, PredictSettings)
    if (config.text is None) == (config.input is None):
        raise UserError('Give either text="..." or input=FILE (input=- for standard input).')
    if config.text is not None:
        return _predict_text(open_predictor(config), str(config.text))
    rows = _rows(config)
    return _predict_rows(open_predictor(config), rows, config)


def _predict_text(predictor: Predictor, text: str) -> dict[str, Any]:
    if not text.strip():
        raise UserError("text is empty; give a review.")
    probability = float(predictor.predict([text])[0])
    sentiment, confidence = verdict(probability, predictor.threshold)
    print_predictions(predictor.title, [text], [probability], threshold=predictor.threshold)
    return {"sentiment": sentiment, "confidence": confidence, "probability": probability}


def _rows(config: DictConfig) -> Iterator[Row | BadRow]:
    if config.input == "-":
        # Read as files are: a byte that is no UTF-8 costs a character and not the run.
        stream = io.TextIOWrapper(
            sys.stdin.buffer, encoding="utf-8-sig", errors="replace", newline=""
        )
        return STREAM_READERS[config.format](stream)
    path = Path(config.input)
    if not path.is_file():
        raise UserError(f"input={path}: there is no such file.")
    if config.output != "-" and path.resolve() == Path(config.output).resolve():
        raise UserError("input and output are the same file; give output another name.")
    return read_rows(path)


def _predict_rows(
    predictor: Predictor, rows: Iterator[Row | BadRow], config: DictConfig
) -> dict[str, Any]:
    try:
        total, bad = _write_rows(predictor, rows, config)
    except BrokenPipeError:
        # Who reads has enough, as head has. Nor is there a reader for what is written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return {}
    if total == 0:
        log.warning("input=%s has no rows.", config.input)
    log.info("%s rows, %s of them bad, written to %s", f"{total:,}", f"{bad:,}", config.output)
    return {"rows": total, "bad_rows": bad}


def _write_rows(
    predictor: Predictor, rows: Iterator[Row | BadRow], config: DictConfig
) -> tuple[int, int]:
    """Predicts and writes them all; how many there were, and how many of them bad."""
    total = bad = 0
    with (
        open_writer(config.output) as write,
        tqdm(desc="predicting", unit=" reviews", unit_scale=True, file=sys.stderr) as bar,
    ):
        while chunk := list(islice(rows, _ROWS_A_CHUNK)):
            results = []
            for number, row in enumerate(chunk, start=total + 1):
                problem = _problem(row, config.column)
                if problem:
                    bad += 1
                    message = f"Row {number}: {problem}."
                    if config.strict:
                        raise UserError(f"{message} (strict=false would go on)")
                    log.warning(message)
                text = None if problem else row[config.column]  # type: ignore[index]
                results.append({"row": number, "text": text, "error": problem})
            _add_predictions(predictor, results)
            write(results)
            total += len(chunk)
            bar.update(len(chunk))
    return total, bad


def _problem(row: Row | BadRow, column: str) -> str | None:
    """What is wrong with a row, or None."""
    if isinstance(row, BadRow):
        return str(row)
    if column not in row:
        return f"no column {column!r} (there is {', '.join(map(str, row)) or 'none'})"
    text = row[column]
    if not isinstance(text, str):
        return f"{column} is not text but {type(text).__name__}"
    if not is_unicode(text):
        return f"{column} is not valid Unicode"
    return None if text.strip() else f"{column} is empty"


def _add_predictions(predictor: Predictor, results: list[Row]) -> None:
    good = [result for result in results if result["error"] is None]
    texts = [result["text"] for result in good]
    # Not every predictor takes none.
    probabilities = predictor.predict(texts) if texts else np.zeros(0)
    for result in results:
        result.update(sentiment=None, confidence=None, probability=None)
    for result, probability in zip(good, probabilities.tolist(), strict=True):
        sentiment, confidence = verdict(probability, predictor.threshold)
        result.update(sentiment=sentiment, confidence=confidence, probability=probability)
