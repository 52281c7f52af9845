# A release: the service with a model in it, which nobody can change any more. The context is a bundle.
#   docker build -f deploy/model.Dockerfile --build-arg SERVICE=sentiment-lab --build-arg VERSION=... BUNDLE
ARG SERVICE=sentiment-lab
# hadolint ignore=DL3006
FROM ${SERVICE}
ARG VERSION=unknown
LABEL org.opencontainers.image.version="${VERSION}"
# Whoever made the bundle may have kept it to themselves (umask 077); the service has this uid.
COPY --chown=10001:10001 . /model
