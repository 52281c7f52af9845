"""The built-in corpus in its default size."""

from sentiment.config import compose_config
from sentiment.data.sources import DemoSource


def default_demo_source() -> DemoSource:
    """What ``data=demo`` trains and tests on where nothing says otherwise."""
    settings = compose_config("train", ["data=demo", "output_dir=."]).data
    return DemoSource(settings.demo_train_size, settings.demo_test_size, seed=0)
