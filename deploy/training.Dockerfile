# Trains: what the workers of a sweep run (deploy/kubernetes/sweep). The service's image has no torch.
#   docker build -f deploy/training.Dockerfile -t sentiment-lab-training:TAG .
#   docker run --rm -v runs:/data sentiment-lab-training:TAG experiment=demo logger=csv
# pip brings torch for NVIDIA GPUs, several GB; for processors alone, name PyTorch's index of CPU
# wheels: --build-arg PIP_EXTRA_INDEX_URL=...
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
ARG PIP_EXTRA_INDEX_URL
WORKDIR /source
RUN python -m venv /venv
COPY pyproject.toml README.md LICENSE ./
COPY conf conf
COPY serve serve
COPY src src
RUN /venv/bin/pip install --no-cache-dir ".[postgres]"

FROM ${BASE}
COPY --from=build /venv /venv
RUN groupadd --gid 10001 sentiment \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin sentiment \
    && install -d -o 10001 -g 10001 /data
# The root may be read-only: runs, studies and what is downloaded lie in /data, the rest in /tmp.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    SENTIMENT_RUNS=/data/runs \
    SENTIMENT_CACHE=/data/cache \
    HF_HOME=/data/huggingface
USER 10001:10001
WORKDIR /data
VOLUME /data
ENTRYPOINT ["sentiment-train"]
CMD ["--help"]
