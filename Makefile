# make run   sets everything up, plays both nights of the bundled sample and prints the comparison
# make test  sets everything up and passes the tests
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test test-spark chromium ui bench lock docs clean help
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(READY): requirements.lock requirements-uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Pobratym needs Python 3.11 or newer; name one with make PYTHON=python3.12 run")'
	@echo "setting up .venv (once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@# uv installs in seconds; where it has no wheel or cannot reach the registry that pip is set up for, pip does it
	@$(BIN)/pip install --quiet --require-hashes -r requirements-uv.lock 2>/dev/null \
	  && $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements.lock \
	  || $(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

run: $(READY) ## set up, play both sample nights, publish two snapshots, compare them
	@$(BIN)/pobratym demo

test: $(READY) ## set up and run all tests
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports --no-logo
	@# whole files to each core, the long ones first
	@$(BIN)/python -m pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

chromium: ## install Debian's Chromium, in which the tests look at the report (needs root)
	@command -v chromium >/dev/null || { echo "installing Chromium"; apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

test-spark: $(READY) ## install pyspark and run the test of the Spark backend; needs Java
	@java -version >/dev/null 2>&1 || { echo "Spark needs Java 17 or newer: install a JRE (Debian: openjdk-17-jre-headless)"; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps 'pyspark>=4,<5' 'py4j<0.11' || $(BIN)/pip install --quiet 'pyspark>=4,<5'
	@$(BIN)/python -m pytest tests/unit/matching/test_linkage.py -rA

ui: $(READY) ## open the Dagster UI on the same registry
	@$(BIN)/pobratym ui

bench: $(READY) ## measure the main job and print the table of bench/README.md
	@$(BIN)/python -m bench.main_job

lock: $(READY) ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" \
	  --extra dictionaries --extra test pyproject.toml -o requirements.lock
	@printf 'uv\n' | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" - -o requirements-uv.lock

docs: $(READY) ## write the generated pages (docs/data-dictionary.md, docs/commands.md)
	@$(BIN)/pobratym docs

clean: ## remove the environment and the local registry
	@test ! -f .pobratym/postgres/location || rm -rf "$$(cat .pobratym/postgres/location)"
	rm -rf .venv .pobratym build *.egg-info
