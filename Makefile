# Everything that a contributor types. `make` alone lists it.
PYTHON ?= python3
BIN := .venv/bin
DATE ?=

# The tests start many processes: where no bytecode is to be kept, each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test soak check bench screenshots format clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1  - /p' $(MAKEFILE_LIST)

run: .venv/.run node_modules/.run ## Sightline and local Teams, with a fictional council (DATE=2026-12-01: on that day)
	@$(BIN)/sightline demo $(if $(DATE),--date $(DATE))

test: .venv/.dev node_modules/.dev ## every test, the browser's included
	$(BIN)/pytest --every-rule --numprocesses 2 --dist worksteal

soak: .venv/.dev node_modules/.dev ## the long form of the tests of delivery and security: some minutes each
	$(BIN)/pytest -m soak -s

check: .venv/.dev ## ruff, mypy strict, import-linter, dead links
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.links

bench: .venv/.dev ## the speed goals, as ratios of one run
	$(BIN)/python -m benchmarks

screenshots: .venv/.dev node_modules/.dev ## the README's pictures, and those of the cards in docs/cards.md
	SIGHTLINE_SCREENSHOTS=docs/screenshots $(BIN)/pytest tests/e2e
	$(BIN)/python -m tests.cards.pictures

format: .venv/.dev ## ruff's formatting
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## forget the demo's council and chats
	rm -rf var

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

.venv/.dev: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@ .venv/.run

node_modules/.run: package.json package-lock.json
	npm ci --omit=dev --no-audit --no-fund --loglevel=error
	@touch $@

node_modules/.dev: package.json package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@ node_modules/.run
