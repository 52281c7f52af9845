from pathlib import Path

import torch
from matplotlib import image

from sentiment.evaluation.metrics import curves
from sentiment.evaluation.plots import plot_confusion_and_roc, plot_learning_curves


def test_pictures_are_drawn(tmp_path: Path) -> None:
    history = [
        {"epoch": epoch, "train/loss": 1 / epoch, "validation/loss": 1.2 / epoch}
        for epoch in (1, 2, 3)
    ]
    plot_learning_curves(tmp_path / "curves.png", history, "a title")
    pictures = curves()
    pictures.update(torch.tensor([0.9, 0.2, 0.8, 0.1]), torch.tensor([1, 1, 0, 0]))
    plot_confusion_and_roc(tmp_path, pictures, 0.75, "a title")
    for name in ("curves", "confusion", "roc"):
        pixels = image.imread(tmp_path / f"{name}.png")
        assert pixels.shape[0] > 300
        assert pixels.std() > 0.02
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "confusion.png",
        "curves.png",
        "roc.png",
    ]


def test_no_roc_where_there_is_no_area(tmp_path: Path) -> None:
    pictures = curves()
    pictures.update(torch.tensor([0.9, 0.2]), torch.tensor([1, 1]))
    plot_confusion_and_roc(tmp_path, pictures, float("nan"), "one class")
    assert [path.name for path in tmp_path.iterdir()] == ["confusion.png"]
