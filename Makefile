# Everything here sets itself up: a fresh machine needs only make and Python 3.11 or newer.
#
#   make demo     check the example situations
#   make test     run the tests
#   make spark    run the tests that need Spark and Java 17
#   make lint     style, types and the floors between modules
#   make bench    take the figures of docs/benchmarks.md anew; BENCH=--write puts them there
#                 (bench-speed, bench-cold, bench-prove: a part of them)
#   make ci       all that the machine that guards main runs
#   make clean    remove what the others made

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test spark packaging lint format bench bench-speed bench-cold bench-prove ci clean

help:
	@sed -n 's/^#   //p' Makefile

# --- set-up: a virtual environment, made once and renewed when pyproject.toml changes -----------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "etiquette needs Python 3.11 or newer and this is %s. Name another one: make PYTHON=python3.12 ..." % sys.version.split()[0])'
	@echo "Making $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.made pyproject.toml
	@echo "Installing etiquette into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	@echo "Installing what the tests need into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	@echo "Installing the engines to compare with into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

$(VENV)/.spark: $(VENV)/.dev
	@echo "Installing Spark into $(VENV) (once, 400 MB) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	@touch $@

# --- the main job ----------------------------------------------------------------------------------------

DEMO ?= examples/01-only-the-date.yaml examples/04-pushy-question.yaml examples/05-outside-recruiter.yaml

demo: $(VENV)/.core
	@for facts in $(DEMO); do \
	  printf '\n$$ etiquette check %s\n\n' "$$facts"; \
	  $(BIN)/etiquette check "$$facts" || test $$? -eq 1 || exit 1; \
	done

# --- the tests --------------------------------------------------------------------------------------------

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

spark: $(VENV)/.spark
	$(BIN)/python -m pytest tests/spark

packaging: $(VENV)/.dev
	$(BIN)/python -m pytest tests/packaging

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: bench-speed bench-cold bench-prove

bench-speed: $(VENV)/.bench
	$(BIN)/python benchmarks/speed.py $(BENCH)

bench-cold: $(VENV)/.dev
	$(BIN)/python benchmarks/cold.py

bench-prove: $(VENV)/.dev
	$(BIN)/python benchmarks/prove.py $(BENCH)

ci:
	.ci/run

clean:
	rm -rf $(VENV) dist build .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
