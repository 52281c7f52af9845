# A release: the service with a model in it, which nobody can change any more. The context is a bundle.
#   docker build -f deploy/model.Dockerfile --build-arg SERVICE=sentiment-lab --build-arg VERSION=... BUNDLE
ARG SERVICE=sentiment-lab
# hadolint ignore=DL3006
FROM ${SERVICE}
ARG VERSION=unknown
LABEL org.opencontainers.image.version="${VERSION}"
COPY . /model
