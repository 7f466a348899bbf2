# Everything is installed into .venv; nothing outside this folder is changed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/moltverify
INSTALLED := $(VENV)/.installed
# A Java runtime from PyPI, only where the machine has none.
EXTRAS := dask,fast,replay,serve,watch,test,lint$(shell java -version >/dev/null 2>&1 || test -x "$${JAVA_HOME:-none}/bin/java" || echo ,java)

.DEFAULT_GOAL := help
.PHONY: help models audit conform list docs test test-all test-campaign test-fast benchmark lint format hooks release clean

help: ## Show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14
	@echo
	@echo "make CLAIM            check one claim; make CLAIM-negative: only its first red model"

models: $(INSTALLED) ## Check every claim on the real TLC
	$(RUN) run

audit: $(INSTALLED) ## Find vacuous claims, and try small changes of every model (ten minutes)
	$(RUN) audit --mutate --fail-under 85

conform: $(INSTALLED) ## Replay the models on the published releases
	$(RUN) conform

list: $(INSTALLED) ## List the claims
	$(RUN) list

docs: $(INSTALLED) ## Write the generated pages of docs/ again
	$(RUN) docs

test: $(INSTALLED) ## Run the tests, except those marked nightly
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not nightly and not campaign"

test-all: $(INSTALLED) ## Run all tests but the campaigns (twenty minutes)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not campaign"

test-campaign: $(INSTALLED) ## Run all tests and the campaigns, with more random examples
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-fast: $(INSTALLED) ## Run the tests that need no TLC
	$(BIN)/python -m pytest -n 2 -m "not tlc and not slow"

benchmark: $(INSTALLED) ## Measure against plain TLC and write docs/performance.md (half an hour)
	$(BIN)/python -m benchmarks

lint: $(INSTALLED) ## Check types, style and the registry
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(RUN) check-registry

format: $(INSTALLED) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

hooks: $(INSTALLED) ## Let git run .pre-commit-config.yaml before each commit
	$(BIN)/pre-commit install

release: $(INSTALLED) ## Check that HEAD can be released, build it and try the wheel; uploads nothing
	$(BIN)/python release.py

clean: ## Remove what make and moltverify wrote
	rm -rf $(VENV) .moltverify .mypy_cache .ruff_cache .pytest_cache vendor/tla2tools.jar dist

$(INSTALLED): pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[$(EXTRAS)]"
# pip compiles what it installs, but not a checkout. If Python may not write compiled files, each start
# would compile again: the tests of the commands take 101 s instead of 115 s.
	$(BIN)/python -m compileall -q moltverify
	touch $@

# Claims are also targets. Their names come from the registry, so this file lists none of them.
# A claim and its group may have the same name; the colon selects the claim.
%: | $(INSTALLED)
	@$(RUN) run $(if $(filter %-negative,$@),$@,$@:)

Makefile pyproject.toml hatch_build.py: ;
