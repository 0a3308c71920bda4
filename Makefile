# graphrisk: everything a checkout needs. `make demo` and `make test` set up all they use.
PYTHON ?= python3
PORT ?= 8050
SERVE ?= 1
WORKSPACE ?= workspace
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTS ?= tests
NEO4J ?= 2026.08.1

.PHONY: demo test test-neo4j lint format bench docs clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed ## build a workspace from sample_data, scan it and serve the dashboard
	$(BIN)/graphrisk demo sample_data --workspace $(WORKSPACE)
ifeq ($(SERVE),0)
	@echo "Serve it with: $(BIN)/graphrisk serve --workspace $(WORKSPACE)"
else
	$(BIN)/graphrisk serve --workspace $(WORKSPACE) --port $(PORT)
endif

test: $(VENV)/.tested ## everything that tests the project
	$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

test-neo4j: $(VENV)/.tested ## the core of the tests with a Neo4j server, on another version of it
	GRAPHRISK_NEO4J_VERSION=$(NEO4J) $(BIN)/python -m pytest -n auto --dist loadfile -m neo4j_core $(TESTS)

lint: $(VENV)/.tested ## style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.tested ## one style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.tested ## repeatable measurements at a small size; see bench/README.md for the full ones
	$(BIN)/python -m bench.all

docs: $(VENV)/.tested ## the pages of docs/ that are made from code
	$(BIN)/python docs/generate.py

clean: ## remove what make made, but no workspace
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "graphrisk needs Python 3.11 or newer; '$(PYTHON)' is not. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "No virtual environment could be made; on Debian: apt install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing graphrisk into $(VENV) …"
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	@echo "Installing the tools for tests into $(VENV) …"
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@
