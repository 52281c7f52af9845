"""The service: LitServe around a bundle, a review store, metrics, a web page. Imports no torch."""
