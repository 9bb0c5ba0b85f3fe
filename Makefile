# Wilco. `make` alone says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# Where the operators' commands work: the stack of `make up`, unless you say e.g. OPS="--aws --stack wilco".
OPS ?=
BY ?= $(shell id -un)
# The storm: the same seed makes the same plan. WITHOUT leaves out one safeguard: claim, search, watermark, sweep.
SEED ?= 1
N ?=
WITHOUT ?=
# A folder of labelled series to judge the surge detector by.
DATA ?=
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

.PHONY: help up test tour chaos drill bench detect orders redrive hold release package check clean

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: $(READY) ## start all of it on this machine: the sandbox, the local AWS, Wilco; Ctrl-C ends it
	@$(BIN)/python -m infra.up

test: check ## check everything: format, lint, types, tests (the stack's too)
	@sh infra/system-packages browser
	@$(BIN)/python -m infra.catalogues
	@$(BIN)/python -m infra.widget
	@$(BIN)/python -m infra.widget test
	@$(BIN)/python -m pytest --numprocesses 2

tour: $(READY) ## the whole story without a person, with the real reports and a support chat; ends with a table
	@$(BIN)/python -m tour

chaos: $(READY) ## N=1000 reports while everything fails, drawn from SEED=1; WITHOUT=claim to see what it is for
	@$(BIN)/python -m chaos $(SEED) $(or $(N),1000) $(WITHOUT)

drill: $(READY) ## an outage of N=2000 people, from the first report to the last mail; FAULTS=yes: while everything fails
	@$(BIN)/python -m drill $(or $(N),2000) $(if $(filter yes,$(FAULTS)),--faults yes) --seed $(SEED)

bench: $(READY) ## measure what the design promises in numbers
	@$(BIN)/python -m bench

detect: $(READY) ## judge the surge detector, beside others, on the labelled series in DATA=folder
	@$(BIN)/python -m detect $(if $(DATA),'$(DATA)',--help)

orders: $(READY) ## what is not delivered and why; DESTINATION=jira STATE=failed CASE=id
	@$(BIN)/python -m ops $(OPS) orders $(if $(DESTINATION),--destination $(DESTINATION)) \
	  $(if $(STATE),--state $(STATE)) $(if $(CASE),--case '$(CASE)')

redrive: $(READY) ## move dead letters back to their queues, or to that of DESTINATION=jira (or uploads)
	@$(BIN)/python -m ops $(OPS) redrive $(DESTINATION)

hold: $(READY) ## stop sending to DESTINATION=mail; everything is accepted and waits
	@$(BIN)/python -m ops $(OPS) hold $(DESTINATION) --by "$(BY)"

release: $(READY) ## send to DESTINATION=mail again
	@$(BIN)/python -m ops $(OPS) release $(DESTINATION)

package: $(READY) ## one CloudFormation template and one zip, in .build/
	@$(BIN)/python -m infra.package

check: $(READY) ## format, lint and types only
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/python -m infra.widget check

clean: ## forget what was built and what happened (not the virtual environment)
	rm -rf .build .local vendor chalicelib/static widget/dist widget/node_modules .mypy_cache .ruff_cache .pytest_cache

# The environment is made again whenever the lock changes. uv fills it in seconds; where uv can't, pip does the same.
$(READY): requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	  || { echo "make: Python 3.11 is needed: install it, or say make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@sh infra/system-packages python $(PYTHON)
	@echo "make: the virtual environment, from requirements-dev.txt"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@awk '/^[^ ]/ {wanted = /^uv==/} wanted' requirements-dev.txt > $(VENV)/uv.txt
	@$(PIP) --requirement $(VENV)/uv.txt \
	  && $(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements-dev.txt \
	  || $(PIP) --requirement requirements-dev.txt
	@touch $@
