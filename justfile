# `just` lists these; each is a command that can be typed as well.

python := env("PYTHON", "python")

_default:
    @just --list

# Train; for example: just train model.hidden_dim=128 seed=2
train *overrides:
    {{python}} train.py {{overrides}}

# Measure a trained model: just evaluate checkpoint=RUN
evaluate *overrides:
    {{python}} -m sentiment.evaluate {{overrides}}

# Predict: just predict checkpoint=RUN text='"A warm film."'
predict *overrides:
    {{python}} -m sentiment.predict {{overrides}}

# Look at the runs in the browser, at http://127.0.0.1:5000
mlflow runs="runs":
    {{python}} -m mlflow server --backend-store-uri sqlite:///{{runs}}/mlflow.db --host 127.0.0.1 --port 5000

# Measure speed, as ratios in one run: just bench source=FOLDER
bench *settings:
    {{python}} -m sentiment.bench {{settings}}

# Measure the service against a plain Flask server: just bench-serve source=FOLDER
bench-serve *settings:
    {{python}} -m serve.bench {{settings}}

# The tests of the README's command
test *arguments:
    {{python}} -m pytest {{arguments}}

# Mean and spread over seeds: just summary runs=FOLDER
summary *settings:
    {{python}} -m sentiment.summary {{settings}}

# Format
format:
    {{python}} -m ruff format .
    {{python}} -m ruff check --fix .

# What CI checks besides the tests
lint:
    {{python}} -m ruff format --check .
    {{python}} -m ruff check .
    {{python}} -m mypy
