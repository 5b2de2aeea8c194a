# The README needs two of these: `make demo` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help setup demo test check lint format lock messages bench clean

help: ## show these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: ## make .venv with the console script `jawara`
	@scripts/bootstrap.sh base

demo: setup ## prepare the Serang 2004 example and serve it on 127.0.0.1:8000
	@$(BIN)/jawara demo

test: ## install what the tests need, then run every check and test
	@scripts/bootstrap.sh dev
	@scripts/test.sh

check: ## the fast inner loop: lint, and the tests on SQLite without a browser
	@scripts/bootstrap.sh dev
	@scripts/lint.sh
	@$(BIN)/pytest -q -n auto -m "not browser and not slow and not postgres_only"

lint: ## formatting, lint, types, import contracts, migrations, lock files
	@scripts/bootstrap.sh dev
	@scripts/lint.sh

format: ## format and mend what can be mended automatically
	@scripts/bootstrap.sh dev
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

lock: ## make the locked requirements anew (needs uv)
	@scripts/lock.sh

bench: ## measure speed against others in one run (docs/performance.md; some minutes)
	@scripts/bootstrap.sh base
	@$(BIN)/jawara bench

messages: ## collect the strings to translate (needs gettext), and compile them
	@scripts/messages.sh

clean: ## remove what was made here, but no data
	@rm -rf .venv build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -prune -exec rm -rf {} +
