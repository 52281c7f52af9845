# `just` lists these; each is a command that can be typed as well.

python := env("PYTHON", "python")
demo_python := env("PYTHON", ".venv/bin/python")

_default:
    @just --list

# Train; for example: just train model.hidden_dim=128 seed=2
train *overrides:
    {{python}} train.py {{overrides}}

# What a network can start from: just pretrain data.source=FOLDER
pretrain *overrides:
    {{python}} -m sentiment.pretrain {{overrides}}

# A student of teachers: just distill distillation.teachers=[RUN]
distill *overrides:
    {{python}} -m sentiment.distill {{overrides}}

# The simple systems that a network has to beat: just baseline data.source=FOLDER
baseline *settings:
    {{python}} -m sentiment.baseline {{settings}}

# Measure a trained model: just evaluate checkpoint=RUN
evaluate *overrides:
    {{python}} -m sentiment.evaluate {{overrides}}

# Which is better, and is it noise: just compare 'runs=[RUN,OTHER]'
compare *overrides:
    {{python}} -m sentiment.compare {{overrides}}

# Predict: just predict checkpoint=RUN text='"A warm film."'
predict *overrides:
    {{python}} -m sentiment.predict {{overrides}}

# A bundle from a checkpoint: just export checkpoint=RUN
export *overrides:
    {{python}} -m sentiment.export {{overrides}}

# Serve the newest bundle: just serve port=9000
serve *settings:
    {{python}} -m serve {{settings}}

# A fresh checkout to a page at http://127.0.0.1:8081: install, train on the built-in corpus, serve
demo *settings: _environment
    {{demo_python}} train.py experiment=demo trainer.max_epochs=2 logger=csv export=true
    {{demo_python}} -m serve {{settings}}

[private]
_environment:
    @[ -x "$(command -v {{demo_python}})" ] || \
        (python3 -m venv .venv && .venv/bin/pip install -q -e .)

# Look at the runs in the browser, at http://127.0.0.1:5000
mlflow runs="runs":
    {{python}} -m mlflow server --backend-store-uri sqlite:///{{runs}}/mlflow.db --host 127.0.0.1 --port 5000

# The reviews into a file, while the service runs: just backup to=reviews.jsonl.gz
backup *settings:
    {{python}} -m serve.backup {{settings}}

# And back, into either kind of database: just restore from=reviews.jsonl.gz
restore *settings:
    {{python}} -m serve.restore {{settings}}

# Deploy, watch, go back: just deploy deploy=compose env=production action=status
deploy *settings:
    {{python}} -m sentiment.deploy {{settings}}

# The generated passwords of a target, and where they lie: just secrets deploy=compose env=production
secrets *settings:
    {{python}} -m sentiment.deploy action=secrets {{settings}}

# Visitors for a service: just traffic url=http://127.0.0.1:18081 rate=50 seconds=300
traffic *settings:
    {{python}} -m serve.traffic {{settings}}

# The same visitors by Locust: just load --host http://127.0.0.1:8081
load *options:
    {{python}} -m locust -f deploy/load/locustfile.py {{options}}

# What a month costs
costs *settings:
    {{python}} -m sentiment.costs {{settings}}

# Measure speed, as ratios in one run: just bench source=FOLDER
bench *settings:
    {{python}} -m sentiment.bench {{settings}}

# Measure the service against a plain Flask server: just bench-serve source=FOLDER
bench-serve *settings:
    {{python}} -m serve.bench {{settings}}

# Measure sweeps, pruned and unpruned: just bench-sweep source=FOLDER
bench-sweep *settings:
    {{python}} -m sentiment.bench_sweep {{settings}}

# Search settings: just sweep sweep=bilstm data.source=FOLDER
sweep *overrides:
    {{python}} train.py -m {{overrides}}

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
