# Every command that a person or CI runs; `make` alone lists them. What needs more than two lines is a program in tools/.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.NOTPARALLEL:
PYTHON ?= python3
VENV ?= .venv
# localkube (three machines in network namespaces on this one) or existing (the current kubeconfig context)
CLUSTER ?= localkube
# where images are pushed to and pulled from; needed with CLUSTER=existing
REGISTRY ?=
# where docs/how-to/alerts is served, for the links in deploy/observability; empty: alerts name their page
RUNBOOKS_URL ?=
export CLUSTER REGISTRY RUNBOOKS_URL

BIN := $(VENV)/bin
RUN := $(BIN)/python -m
READY := $(VENV)/.ready
CODE := packages localkube/src images tools tests benchmarks fuzz examples

.PHONY: help setup demo demo-down test cluster cluster-down images deploy undeploy example check fmt format lint types \
	layers unit verify generate goldens integration e2e e2e-cluster anonymity soak fuzz bench pictures pins \
	sizes clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## make the virtual environment with everything that checks and tests need
$(READY): requirements/dev.txt $(wildcard packages/*/pyproject.toml) localkube/pyproject.toml tools/setup.sh
	@PYTHON=$(PYTHON) VENV=$(VENV) tools/setup.sh && touch $@

# ---- the two commands

demo: $(READY) ## from a machine with nothing on it to a mining Monero network on a real Kubernetes
	@$(RUN) tools.demo up
demo-down: $(READY) ## leave nothing of the demo behind
	@$(RUN) tools.demo down
test: check integration e2e-cluster e2e ## every suite; installs what it needs

# ---- the cluster and what runs on it

cluster: $(READY) ## bring up three Kubernetes machines on this one
	@$(RUN) tools.cluster up
cluster-down: $(READY) ## take them down and leave nothing behind
	@$(RUN) tools.cluster down
images: $(READY) ## build every image, load it into localkube, push it with REGISTRY=...
	@$(RUN) tools.publish
deploy: $(READY) ## install the operator from deploy/manifests
	@$(RUN) tools.deploy up
undeploy: $(READY) ## remove the operator and its kinds
	@$(RUN) tools.deploy down

# ---- checks, from the fastest to the slowest

check: lint format types layers unit verify ## format, lint, types, import law, unit tests, generated files; under two minutes
fmt: $(READY) ## format the code
	@$(BIN)/ruff format -q $(CODE) && $(BIN)/ruff check -q --fix $(CODE)
format: $(READY) ## is the code formatted?
	@$(BIN)/ruff format -q --check $(CODE) || { echo 'run: make fmt'; exit 1; }
lint: $(READY) ## ruff
	@$(BIN)/ruff check -q $(CODE)
types: $(READY) ## mypy --strict
	@$(BIN)/mypy
layers: $(READY) ## the import law of .importlinter
	@$(BIN)/lint-imports --cache-dir .import_linter_cache > .import_linter_cache.log || { cat .import_linter_cache.log; exit 1; }
unit: $(READY) ## pure tests, without sockets and sleeps
	@$(BIN)/pytest -q tests/unit tests/architecture
generate: $(READY) ## write CRDs, roles and reference pages anew
	@$(RUN) tools.generate
goldens: $(READY) ## write anew what the exporter tells of each release, and the table that is made from it; a minute
	@UPDATE_GOLDEN=1 $(BIN)/pytest -q tests/integration/monerod/test_exporter_matrix.py && $(RUN) tools.generate
verify: $(READY) ## are the generated files up to date?
	@$(RUN) tools.generate --check
integration: $(READY) ## real daemons and a real kube-apiserver
	@$(RUN) tools.cluster binaries && $(BIN)/pytest tests/integration --ignore tests/integration/anonymity
fuzz: $(READY) ## hostile input for everything that is read from the network; ten minutes for each format
	@$(BIN)/python -m fuzz
e2e-cluster: $(READY) ## localkube itself: machines that die and come back
	@$(BIN)/pytest tests/e2e/cluster
e2e: $(READY) ## journeys with the built images on a cluster
	@$(BIN)/pytest tests/e2e --ignore tests/e2e/cluster --ignore tests/e2e/anonymity
# Apart from `test`, which would take longer than there is time for.
anonymity: $(READY) ## nodes over private Tor and I2P networks: as programs, then in a cluster; twenty minutes
	@$(RUN) tools.cluster binaries && $(BIN)/pytest tests/integration/anonymity
	@$(BIN)/pytest tests/e2e/anonymity
soak: $(READY) ## what takes longer than anybody waits for
	@$(BIN)/pytest tests/soak

bench: $(READY) ## what docs/explanation/performance.md tells, measured here; half an hour
	@$(RUN) benchmarks.library
	@$(RUN) benchmarks.exporter
	@$(RUN) benchmarks.anonymity
	@$(RUN) tools.cluster binaries && $(RUN) benchmarks.runtime && $(RUN) benchmarks.operator

# ---- upkeep

pictures: $(READY) ## draw the dashboards of docs/pictures anew, from a network that lives here for ten minutes
	@$(RUN) tools.cluster binaries && $(RUN) tests.support.pictured
pins: $(READY) ## compile requirements/*.txt from requirements/*.in
	@tools/pins.sh $(BIN)
sizes: ## the longest Python files
	@git ls-files '*.py' | xargs wc -l | sort -rn | sed -n '2,16p'
clean: ## remove the virtual environment and caches of this checkout
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache* .hypothesis build
