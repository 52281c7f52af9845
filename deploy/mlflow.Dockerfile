# MLflow with what PostgreSQL needs; the context is the checkout.
#   docker build -f deploy/mlflow.Dockerfile -t sentiment-lab-mlflow .
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
WORKDIR /source
RUN python -m venv /tools \
    && /tools/bin/pip install --no-cache-dir "pip>=25.1,<27" \
    && python -m venv --without-pip /venv
COPY pyproject.toml ./
RUN /tools/bin/pip --python /venv/bin/python install --no-cache-dir --group tracking \
    && /venv/bin/python -m compileall -q -j 0 /venv/lib

FROM ${BASE}
LABEL org.opencontainers.image.title="Sentiment Lab's MLflow"
RUN groupadd --gid 10001 sentiment \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin sentiment \
    && install -d -o 10001 -g 10001 /artifacts
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp
USER 10001:10001
WORKDIR /tmp
VOLUME /artifacts
EXPOSE 5000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:5000/health', timeout=4)"]
# The database is MLFLOW_BACKEND_STORE_URI, which may hold a password.
ENTRYPOINT ["mlflow", "server", "--host=0.0.0.0", "--port=5000", "--workers=1", "--serve-artifacts", "--artifacts-destination=/artifacts"]
