from functools import partial

import pytest
import torch
from torch.optim import AdamW

from sentiment.models import BiLSTM, SentimentClassifier
from sentiment.models.classifier import smooth

from model_case import RECURRENT


class Patient(BiLSTM):
    """A network whose embeddings learn more slowly than the rest."""

    def learning_rates(self) -> dict[str, float]:
        return {"embedding.weight": 0.25}


def test_only_the_labels_of_people_are_smoothed() -> None:
    labels = torch.tensor([0.0, 1.0, 0.3, 0.999])
    assert smooth(labels, 0.1).tolist() == pytest.approx([0.05, 0.95, 0.3, 0.999])


def test_parameters_have_their_own_rates_and_decay() -> None:
    net = Patient(**RECURRENT)  # type: ignore[arg-type]
    optimizer = SentimentClassifier(net, partial(AdamW, lr=0.8, weight_decay=0.1)).make_optimizer()
    names = {id(parameter): name for name, parameter in net.named_parameters()}
    found = {
        names[id(parameter)]: (group["lr"], group["weight_decay"])
        for group in optimizer.param_groups
        for parameter in group["params"]
    }
    assert found.keys() == dict(net.named_parameters()).keys()
    assert found.pop("embedding.weight") == (pytest.approx(0.2), 0.0)
    for name, (rate, decay) in found.items():
        assert rate == 0.8
        assert decay == (0.0 if "bias" in name else 0.1), name
