# Two commands are enough: `make demo` to look around, `make test` to check everything.
# Needed beforehand: Python 3.11 or newer, git, bash and make. Everything else is installed into .venv.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
SHELL := bash
.SHELLFLAGS := -o pipefail -c
# Before every line of a test run, whose it is.
name = while IFS= read -r line; do printf '%-9s %s\n' $(1) "$$line"; done
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := TENURE_HOME=$(CURDIR)/.demo TENURE_DEMO=1 DATABASE_URL=
LOCK := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11

define BROWSER_NOTE
from tests.browser.site import find_chromium
found = find_chromium()
print(f"Browser tests use {found}." if found else "*** NO CHROMIUM FOUND: the browser tests are skipped. "
      "Install one, or set TENURE_CHROMIUM to its path. ***")
endef
export BROWSER_NOTE

.PHONY: demo test test-plain test-sqlite test-postgres test-browser test-spark browser-note lint types contracts screenshots benchmarks assets lock clean help

help:
	@echo "make demo         a made-up company on http://127.0.0.1:$(PORT)/ (PORT=8001 for another port)"
	@echo "make test         all tests, on SQLite and on PostgreSQL, in the browser too when a Chromium is found"
	@echo "make test-spark   the same scores and parameters on a Spark of three processes (needs Java 17)"
	@echo "make lint types contracts    style, types, who may import whom"
	@echo "make screenshots  pictures of every page into docs/screenshots"
	@echo "make benchmarks   speed and memory beside their limits"
	@echo "make lock         pin the requirements again (needs uv)"
	@echo "make clean        remove what was made here"

$(BIN)/python:
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Tenure needs Python 3.11 or newer: make PYTHON=python3.12')"
	@$(PYTHON) -m venv $(VENV)

# What Tenure needs to run, and the package itself in place.
$(VENV)/.run: requirements.txt requirements-build.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Tenure needs into $(VENV) ..."
	@$(PIP) install --require-hashes -r requirements-build.txt
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	@echo "Installing what the tests need ..."
	@$(PIP) install --require-hashes -r requirements-test.txt
	@touch $@

# Styles, scripts, icons and translations; does nothing when no input has changed.
assets: $(VENV)/.run
	@$(BIN)/python hatch_build.py

demo: assets
	@$(DEMO) $(BIN)/tenure demo
	@$(DEMO) $(BIN)/tenure serve --port $(PORT)

# Both databases, the browser and what touches no table, at once; every line says whose it is.
test: browser-note assets
	@$(MAKE) --no-print-directory --keep-going --jobs=4 test-browser test-sqlite test-postgres test-plain
	@$(BIN)/python -c "$$BROWSER_NOTE"

test-plain: $(VENV)/.test assets
	@TENURE_TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -m "not tables" --ignore=tests/browser | $(call name,plain)

test-sqlite: $(VENV)/.test assets
	@TENURE_TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -m tables --ignore=tests/browser | $(call name,sqlite)

test-postgres: $(VENV)/.test assets
	@TENURE_TEST_DATABASE=postgres $(BIN)/python -m pytest -q -m tables --ignore=tests/browser | $(call name,postgres)

test-browser: $(VENV)/.test assets
	@TENURE_TEST_DATABASE=sqlite $(BIN)/python -m pytest -q tests/browser | $(call name,browser)

# PySpark is 400 MB, so only this target and CI install it; needs Java 17 as well, and skips loudly without it.
test-spark: $(VENV)/.spark
	@TENURE_TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -m spark

$(VENV)/.spark: requirements-spark.txt $(VENV)/.test
	@echo "Installing Spark ..."
	@$(PIP) install --require-hashes -r requirements-spark.txt
	@touch $@

browser-note: $(VENV)/.test
	@$(BIN)/python -c "$$BROWSER_NOTE"

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.test
	@$(BIN)/mypy

contracts: $(VENV)/.test
	@$(BIN)/lint-imports

screenshots: $(VENV)/.test assets
	@$(BIN)/python -m tests.browser.screenshots

benchmarks: $(VENV)/.test assets
	@$(BIN)/python -m benchmarks.run
	@$(BIN)/python -m benchmarks.engine

lock:
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) pyproject.toml --extra test -c requirements.txt -o requirements-test.txt
	@$(LOCK) pyproject.toml --extra spark -c requirements.txt -o requirements-spark.txt
	@printf 'hatchling>=1.27\neditables\nnodejs-wheel-binaries>=22\nbabel>=2.16\nfonttools[woff]>=4.60\n' | $(LOCK) - -c requirements-test.txt -o requirements-build.txt

clean:
	rm -rf $(VENV) .demo build dist src/tenure/web/static/built frontend/node_modules
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
