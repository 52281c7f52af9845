"""Settings that this machine can or can't compute."""

import pytest

from sentiment.config import compose_config
from sentiment.errors import UserError
from sentiment.hardware import choose_precision, cpu_knows_bfloat16, on_one_device


def test_what_is_given_stays() -> None:
    assert choose_precision("32-true", "cpu") == "32-true"
    assert choose_precision("16-mixed", "gpu") == "16-mixed"


def test_bfloat16_needs_a_processor_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sentiment.hardware.cpu_knows_bfloat16", lambda: False)
    with pytest.raises(UserError, match=r"trainer\.precision=bf16-mixed.*32-true"):
        choose_precision("bf16-mixed", "cpu")
    monkeypatch.setattr("sentiment.hardware.cpu_knows_bfloat16", lambda: True)
    assert choose_precision("bf16-mixed", "cpu") == "bf16-mixed"


def test_auto_is_never_refused() -> None:
    assert choose_precision("auto", "cpu") in ("bf16-mixed", "32-true")
    if choose_precision("auto", "cpu") == "bf16-mixed":
        assert cpu_knows_bfloat16()


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ([], True),
        (["trainer.devices=[1]"], True),
        (["trainer.devices=2"], False),
        (["trainer.devices=[0,1]"], False),
        (["trainer.devices=auto"], False),
        (["trainer=ddp"], False),
    ],
)
def test_on_one_device(overrides: list[str], expected: bool) -> None:
    trainer = compose_config("train", [*overrides, "output_dir=."]).trainer
    assert on_one_device(trainer) is expected
