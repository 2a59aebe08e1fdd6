# Two commands are enough on a fresh machine: `make run` and `make test`. Each installs what it needs, once.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
INSTALL := infra/install/install.sh
NPM := PATH="$$PWD/$(BIN):$$PATH" npm
STORE ?= embedded
WORKERS ?= 2

.PHONY: help
help: ## This list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | column -t -s'|'

.PHONY: install
install: ## Install everything that is locked (run and test do it by themselves)
	@$(INSTALL) python node frontend

.PHONY: run
run: install ## Start the portal, with demo data, until Ctrl-C (STORE=minio: on MinIO)
	@$(BIN)/python -m embedded run --store $(STORE)

.PHONY: reset
reset: ## Delete all that the portal kept under var/
	@$(INSTALL) python
	@$(BIN)/python -m embedded reset

.PHONY: accounts
accounts: ## Demo accounts with passwords and current one-time codes
	@$(INSTALL) python
	@$(BIN)/python -m embedded accounts

.PHONY: test
test: ## All tests: Python against real servers, frontend, and the journey in a browser
	@$(INSTALL) python node frontend browser
	$(NPM) run --silent test --workspace frontend
	$(BIN)/pytest -n $(WORKERS) -m "not browser and not chaos and not load"
	$(BIN)/pytest -m browser
	$(BIN)/pytest -m chaos

.PHONY: test-minio
test-minio: minio ## The storage contract and the browser journey on MinIO
	@$(INSTALL) python node frontend browser
	$(BIN)/pytest tests/contract/test_storage.py
	IZBORI_STORE=minio $(BIN)/pytest -m "browser and minio"

.PHONY: lint
lint: ## Every check of the house rules
	@$(INSTALL) python node
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	infra/install/squawk.sh
	$(BIN)/python -m tools.openapi --check
	$(BIN)/python -m tools.schema --check
	$(BIN)/python -m tools.published --check
	$(BIN)/python -m tools.states --check
	$(BIN)/python -m tools.trace --check
	$(NPM) run --silent lint --workspace frontend

.PHONY: openapi schema published states trace
openapi: ## Write the services' OpenAPI documents and the gateway's models
	$(BIN)/python -m tools.openapi
schema: ## Write gateway/schema.graphql
	$(BIN)/python -m tools.schema
published: ## Write the list of operations for other programs from docs/operations/api.md
	$(BIN)/python -m tools.published
states: ## Write docs/states from the transition tables
	$(BIN)/python -m tools.states
trace: ## Write docs/traceability.md
	$(BIN)/python -m tools.trace

.PHONY: format
format: ## Format the Python code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: minio
minio: ## Build MinIO once into the cache
	@infra/install/minio.sh

.PHONY: bench
bench: ## Measure rates and latencies
	@$(INSTALL) python
	$(BIN)/pytest -m load -s
	$(BIN)/pytest -m load -s tests/load/bench_gateway.py

.PHONY: bench-start
bench-start: install ## Measure the time until ready and the memory of the idle portal
	@$(BIN)/python -m embedded.bench_start
