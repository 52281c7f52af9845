"""What the service answers, one module a subject."""

from serve.routes import movies, operation, page, predictions

__all__ = ["movies", "operation", "page", "predictions"]
