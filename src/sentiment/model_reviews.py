"""The reviews that belong to a trained model, cut as they were in its training."""

from sentiment.checkpoint import TrainedModel
from sentiment.data.reviews import Reviews
from sentiment.data.sources import DemoSource, Source, open_source
from sentiment.data.split import split_validation
from sentiment.demo_source import default_demo_source
from sentiment.errors import UserError


def source_for(model: TrainedModel, name: str | None) -> Source:
    """The source with this name, or the corpus that the model was trained on."""
    trained_on = model.config.data
    if name == "demo" or (name is None and model.dataset == "demo"):
        return DemoSource(trained_on.demo_train_size, trained_on.demo_test_size, seed=0)
    return open_source(name or trained_on.source)


def reviews_for(model: TrainedModel, source: Source, split: str) -> Reviews:
    """A split by its name; ``validation`` and ``train`` are cut as they were in training."""
    if split not in ("train", "validation"):
        return source.read(split)
    whole = source.read("train")
    settings = model.config.data
    train, validation = split_validation(
        whole.labels,
        settings.validation_fraction,
        settings.validation_block,
        settings.split_seed,
    )
    return whole.take(train if split == "train" else validation)


def source_by_name(dataset: str, name: str | None) -> Source:
    """The source with this name, or that of the corpus of which a model only knows the name.

    Raises:
        UserError: when that corpus was a folder or a file.
    """
    if (name or dataset) == "demo":
        return default_demo_source()
    if name is None and "/" not in dataset:
        raise UserError(
            f"The model was trained on {dataset}, and does not know where that lies; say it with "
            "source=FOLDER or source=FILE."
        )
    return open_source(name or dataset)
