# Two commands for a fresh machine with Python 3.11 to 3.13, git and make:
#   make demo    sets up .venv and reads the example report
#   make test    sets up .venv and runs every check and test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH ?=

.PHONY: demo test check lint types gate scores train train-large bench fuzz endurance soak desk site wheel clean

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"Dragoman needs Python 3.11, 3.12 or 3.13; {sys.executable} is {v[0]}.{v[1]}. Say which one: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@

$(VENV)/installed-docs: $(VENV)/installed
	$(BIN)/python -m pip install --quiet -e '.[docs]'
	@touch $@

$(VENV)/installed-train: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet -e '.[train]'
	@touch $@

demo: $(VENV)/installed
	$(BIN)/dragoman read examples/reports/lakeside-talks.txt --published 2024-11-16 --publisher "Example Wire"

test check: $(VENV)/installed-dev lint types
	$(BIN)/python -m pytest
	$(BIN)/python -m dragoman.evaluation.gate

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks

types: $(VENV)/installed-dev
	$(BIN)/mypy

gate: $(VENV)/installed-dev
	$(BIN)/python -m dragoman.evaluation.gate

# make scores BENCH=FOLDER: every task that is built, over a folder of benchmarks
scores: $(VENV)/installed-dev
	@test -n "$(BENCH)" || { echo "Say where the benchmarks are: make scores BENCH=FOLDER"; exit 2; }
	$(BIN)/python -m dragoman.evaluation.scores $(BENCH)

# make train: from the text in recipes/reader to the shipped reader, the gate before it and the weights of its probabilities
APART := $(sort $(wildcard recipes/reader/apart/passages_*.jsonl))
train: $(VENV)/installed-train
	$(BIN)/python -m dragoman.training.reader --config recipes/reader/config.toml
	$(BIN)/python -m dragoman.training.gate --config recipes/reader/config.toml --more $(APART)
	$(BIN)/python -m dragoman.training.parties --config recipes/reader/config.toml
	$(BIN)/python -m dragoman.training.certainty --config recipes/reader/config.toml \
		--apart $(APART) \
		--articles gold/articles/seen.jsonl gold/articles/second.jsonl --measured-on gold/articles/heldout.jsonl gold/articles/fresh.jsonl
	$(BIN)/python -m dragoman.training.agreement --config recipes/reader/config.toml

# make train-large: the larger tier, of the same text (not shipped: 110 MB)
train-large: $(VENV)/installed-train
	$(BIN)/python -m dragoman.training.reader --config recipes/reader/large.toml

bench: $(VENV)/installed-dev
	@test -n "$(BENCH)" || { echo "Say which articles to read: make bench BENCH=articles.jsonl.gz"; exit 2; }
	$(BIN)/python benchmarks/throughput.py $(BENCH)

# make fuzz: 100,000 damaged inputs for each reader of news; some 45 minutes of one core
fuzz: $(VENV)/installed-dev
	$(BIN)/python benchmarks/fuzz_readers.py --inputs 100000

# make endurance: 50 runs over 500 documents killed at random instants; the store must be that of an undisturbed run
endurance: $(VENV)/installed-dev
	$(BIN)/python -m dragoman.evaluation.endurance --runs 50 --documents 500

# make soak: 50,000 short documents through dragoman watch from a feed server here
soak: $(VENV)/installed-dev
	$(BIN)/python -m dragoman.evaluation.soak --documents 50000

# make desk: src/dragoman/desk anew from desk/ (node 20 or later and npm; the built files are committed, so that only who changes
# the desk needs them)
desk:
	cd desk && npm ci --no-audit --no-fund && npm run build

# make site: the documents as pages for a browser, in build/site; a warning is an error
site: $(VENV)/installed-docs
	$(BIN)/python -m sphinx -q -W --keep-going -E -b html -d build/site-state -c docs/site . build/site

wheel: $(VENV)/installed-dev
	$(BIN)/python -m build --wheel --outdir dist

clean:
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache
