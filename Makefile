# Two commands matter: `make demo` and `make test`. Everything else is listed by `make help`.
# The newest Python that really runs (a version manager may list names that answer nothing), of two alike the
# distribution's own: Debian's is linked as a whole and a tenth faster than one compiled by a version manager.
PYTHON  ?= $(shell for name in /usr/bin/python3.13 python3.13 /usr/bin/python3.12 python3.12 /usr/bin/python3.11 python3.11 python3; do "$$name" -c "import venv" 2>/dev/null && echo "$$name" && break; done)
COUNTRY ?= az
PORT    ?= 8000
SCALE   ?=
BIN     := .venv/bin
UV      := $(BIN)/uv
WORKERS ?= 2
export MAARIF_COUNTRY ?= $(COUNTRY)
# The tests start a hundred processes, and each would compile Django and the house anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo reset test check examined lint types contracts services fast prove bench screenshots reference messages theme test-postgresql-15 system-packages clean

help: ## Say what each command does
	@grep -hE '^[a-z][a-zA-Z0-9_-]*:.*## ' $(MAKEFILE_LIST) | sort | awk 'BEGIN {FS = ":.*## "} {printf "  make %-20s %s\n", $$1, $$2}'

.venv/.made: scripts/bootstrap.py
	@$(PYTHON) scripts/bootstrap.py .venv
	@touch $@

.venv/.product: .venv/.made pyproject.toml uv.lock
	@$(UV) sync --quiet --locked --inexact --no-default-groups
	@touch $@

.venv/.developer: .venv/.made pyproject.toml uv.lock
	@$(UV) sync --quiet --locked --inexact --group dev --group bench
	@touch $@ .venv/.product

demo: .venv/.product ## Set up everything, load a believable country, serve the portal (COUNTRY=az|kg|kz PORT= SCALE=)
	@$(BIN)/maarif demo --country $(COUNTRY) --port $(PORT) $(if $(SCALE),--scale $(SCALE))

reset: .venv/.product ## Forget the data of the demo
	@$(BIN)/maarif reset --yes

system-packages: ## Install what the tests need from Debian (as root), or say what is missing
	@scripts/system-packages

messages: .venv/.product
	@$(BIN)/maarif messages compile

lint: .venv/.developer
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/.developer
	@$(BIN)/mypy

contracts: .venv/.developer
	@$(BIN)/lint-imports

fast: .venv/.developer messages
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadgroup --durations 12 -m quick

services: .venv/.developer messages
	@$(BIN)/maarif messages check
	@$(BIN)/maarif inspect --static

examined: lint contracts services fast

check: .venv/.developer ## Lint, types, import contracts, services inspected, quick tests (tests/pace.py)
	@$(MAKE) --no-print-directory -j2 types examined # the types have one core for half a minute, from no cache

test: .venv/.developer system-packages messages ## The whole suite with browser tests and every proof in its reduced form
	@$(BIN)/pytest -q -n $(WORKERS) --dist loadgroup --durations 12

test-postgresql-15: .venv/.developer messages ## The database tests on Debian's PostgreSQL 15
	@MAARIF_TEST_POSTGRES=/usr/lib/postgresql/15 $(BIN)/pytest -q -n $(WORKERS) --dist loadgroup -m "not browser and not slow" tests/support tests/registries tests/engine tests/catalogue

prove: .venv/.developer messages system-packages ## Every proof at its full count, resumable; writes a dated report under docs/proofs/
	@$(BIN)/maarif prove

bench: export MAARIF_WITH_BENCH = 1
bench: .venv/.developer messages system-packages ## Our speed beside peers', in one run, as ratios
	@$(BIN)/python -m bench

reference: .venv/.developer ## Write the generated pages of docs/reference
	@$(BIN)/maarif reference

screenshots: .venv/.developer ## Take the pictures of the README from a running demo
	@$(BIN)/python scripts/screenshots.py --port $(PORT)

theme: ## Rebuild the vendored style sheets (needs Node; for developers)
	@scripts/build-theme

clean: ## Forget the environment and the caches
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
