# One command each; .ci/run, the hooks and GitHub Actions call these same targets.
PYTHON ?= python3
export UV_PYTHON := $(PYTHON)
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export JOINEDUP_SHARED ?= ../shared
UV := $(or $(shell command -v uv),.tools/bin/uv)
BIN := .venv/bin
WORKERS ?= 2
NEW_ENOUGH = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "$(PYTHON) is not Python 3.11 or newer. Try: make setup PYTHON=python3.12" >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help setup demo browser test check format-check lint types imports migrations generated lock generate \
	format bench soak

help:  ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

setup: .venv/.ready  ## An own virtual environment with the locked dependencies

demo: setup  ## Try it: a Slack, a post office and the bot, at an address it prints
	$(BIN)/joinedup demo $(DEMO_ARGS)

browser: setup  ## A browser for the tests of pages, unless the machine has one
	@for name in chromium chromium-browser google-chrome; do \
		command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
			--no-install-recommends chromium fonts-dejavu-core >/dev/null; \
	else $(BIN)/playwright install chromium || { \
		echo "The tests of pages need a browser. Install one: sudo apt-get install chromium" >&2; exit 1; }; fi

test: setup browser  ## Every test but the long runs, on both databases
	$(BIN)/pytest --numprocesses $(WORKERS) --dist worksteal -m "not soak" $(PYTEST_ARGS)

check: format-check lint types imports migrations generated lock  ## All that can be wrong without a person asking

format-check: setup  ## Is the code laid out as `make format` would?
	$(BIN)/ruff format --check .

lint: setup  ## Does ruff mind anything?
	$(BIN)/ruff check .

types: setup  ## Does mypy, strictly?
	$(BIN)/mypy

imports: setup  ## Does a folder import what stands above it?
	$(BIN)/lint-imports --no-logo --no-cache

migrations: setup  ## Are the tables what the models say, on both databases?
	$(BIN)/pytest --quiet tests/db/test_schema.py

generated: setup  ## Is what is made from the code up to date?
	$(BIN)/joinedup generate --check

lock: setup  ## Does the lock fit pyproject.toml?
	$(UV) lock --check

generate: setup  ## Make docs/ and the translators' template from the code again
	$(BIN)/joinedup generate

format: setup  ## Lay out the code, and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## Measure, one thing at a time
	$(BIN)/pytest --capture no --timeout 0 tests/benchmarks

soak: setup  ## The long fault runs
	$(BIN)/pytest --capture no --timeout 0 -m soak

.tools/bin/uv:
	@$(NEW_ENOUGH)
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check "uv>=0.9"

.venv/.ready: $(filter .tools/bin/uv,$(UV)) pyproject.toml uv.lock
	@$(NEW_ENOUGH)
	$(UV) sync --frozen --quiet
	@touch $@
