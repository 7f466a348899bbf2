# Everything installs itself into .venv; nothing outside this folder is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/moltverify
INSTALLED := $(VENV)/.installed
# A Java runtime from PyPI, only where the machine has none.
EXTRAS := audit,fast,test,lint$(shell java -version >/dev/null 2>&1 || test -x "$${JAVA_HOME:-none}/bin/java" || echo ,java)

.DEFAULT_GOAL := help
.PHONY: help models audit conform list docs test test-all test-fast benchmark lint format hooks release clean

help: ## Show these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14
	@echo
	@echo "make CLAIM            check one claim; make CLAIM-negative: only its first red model"

models: $(INSTALLED) ## Check every claim on the real TLC
	$(RUN) run

audit: $(INSTALLED) ## Look for what is hollow, and try small changes of every model (ten minutes)
	$(RUN) audit --mutate --fail-under 75

conform: $(INSTALLED) ## Replay the models against the published releases
	$(RUN) conform

list: $(INSTALLED) ## List the claims
	$(RUN) list

docs: $(INSTALLED) ## Write the generated pages of docs/ again
	$(RUN) docs

test: $(INSTALLED) ## Run the tests, but for those marked nightly
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not nightly"

test-all: $(INSTALLED) ## Run all tests
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
# What pip installs it compiles, but not a checkout; where Python may not do so either, each start
# would: the commands' tests take 101 s instead of 115 s.
	$(BIN)/python -m compileall -q moltverify
	touch $@

# Claims are targets too: their names come from the registry, so none is kept here by hand.
# A claim may be named like its group: the colon means the claim.
%: | $(INSTALLED)
	@$(RUN) run $(if $(filter %-negative,$@),$@,$@:)

Makefile pyproject.toml hatch_build.py: ;
