# Every task of the project. `make` alone lists them.

PORT ?= 8000
PYTHON ?= python3
WORKERS ?= auto

BIN := .venv/bin
BUILD := build
BABEL := $(BIN)/pybabel
PRINT_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
NPM := $(shell command -v npm >/dev/null || echo npm)
SYSTEM_PACKAGES := chromium postgresql nginx-light nodejs $(NPM) default-jre-headless $(PRINT_PACKAGES)
ENGINE := tests/openrosa/node_modules/.installed

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check format-check lint types contracts templates translated fix bench bench-large \
        docs screenshots requirements translations system-packages clean

help: ## List the tasks
	@echo "Tasks (make TASK):"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.installed ## Start a demo with invented answers (PORT=8000)
	$(BIN)/flask --app cmm demo run --port $(PORT)

test: .venv/.installed-dev $(ENGINE) ## Run all tests, browser tests included
	@$(MAKE) --no-print-directory name-missing-packages
	$(BIN)/pytest -n $(WORKERS)

check: format-check lint types contracts templates translated test ## Everything that must be true before a change is kept
	@echo "All checks passed."

fix: .venv/.installed-dev ## Format the code and repair what can be repaired by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.installed-dev ## Measure everything beside a floor, some 20 minutes; tables go into docs/performance.md
	$(BIN)/python -m bench $(BENCHES)

bench-large: .venv/.installed-dev ## The same for opening a million responses: 10 minutes, 3 GB of disk
	$(BIN)/python -m bench opening-large

docs: .venv/.installed-dev ## Build the documentation site into build/docs; a warning is an error
	$(BIN)/sphinx-build -q -E -W --keep-going -b html -d $(BUILD)/doctrees docs $(BUILD)/docs
	@echo "Open $(BUILD)/docs/index.html"

screenshots: .venv/.installed-dev ## Take the screenshots of the documentation anew (needs Chromium)
	CMM_SCREENSHOTS=write $(BIN)/pytest -q -n 0 tests/browser/test_screenshots.py

# The parts of `make check`, each usable alone.

format-check: .venv/.installed-dev
	@echo "== format"
	@$(BIN)/ruff format --check .

lint: .venv/.installed-dev
	@echo "== lint"
	@$(BIN)/ruff check .
	@$(BIN)/hadolint deploy/Dockerfile

types: .venv/.installed-dev
	@echo "== types"
	@$(BIN)/mypy

contracts: .venv/.installed-dev
	@echo "== import contracts"
	@$(BIN)/lint-imports --no-cache

templates: .venv/.installed-dev
	@echo "== templates"
	@$(BIN)/djlint cmm/templates --lint --quiet
	@echo "no findings"

translated: .venv/.installed-dev
	@echo "== translations"
	@$(BIN)/pytest -q tests/rules/test_translations.py

# What changes files of the project.

translations: .venv/.installed-dev ## Bring the catalogues up to date with the texts of the pages
	@mkdir -p $(BUILD)
	$(BABEL) -q extract -F babel.cfg --no-default-keywords -k "_ gettext ngettext:1,2" \
	    --no-location --sort-output --project=cmm --copyright-holder="the contributors" -o $(BUILD)/messages.pot .
	for language in ru kk; do \
	    $(BABEL) -q update -i $(BUILD)/messages.pot -d cmm/translations -l $$language --init-missing \
	        --no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date || exit 1; \
	done

requirements: .venv/.installed-dev ## Choose versions of all libraries anew (needs uv)
	@command -v $(BIN)/uv >/dev/null || { echo "Please install uv first: $(BIN)/pip install uv"; exit 1; }
	$(BIN)/uv pip compile $(COMPILE) --extra checkout --extra postgresql -o requirements.txt
	$(BIN)/uv pip compile $(COMPILE) --all-extras -c requirements.txt -o requirements-dev.txt

COMPILE = pyproject.toml --quiet --universal --python-version 3.11 --upgrade --generate-hashes \
          --no-emit-index-url --no-emit-find-links --no-header --no-annotate

system-packages: ## Install Chromium and PostgreSQL for the tests (Debian, as root)
	apt-get update -q
	DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(SYSTEM_PACKAGES)

clean: ## Remove what the tasks made; the demo's data in instance/ stays
	rm -rf .venv $(BUILD) dist tests/openrosa/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment: made once, brought up to date when a requirements file changes.

.venv/.made:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: apt-get install -y python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed, and $(PYTHON) is older. Name another one: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "This Python cannot make environments. On Debian, as root: apt-get install -y python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.made requirements.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# A client of the OpenRosa door that others wrote, for its tests only: exact versions, nothing of it runs while it
# is installed, and no lock file, which would hold addresses of a registry.

$(ENGINE): tests/openrosa/package.json
	@if ! command -v npm >/dev/null; then exit 0; fi; cd tests/openrosa && \
	    if npm install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error; \
	    then touch node_modules/.installed; else echo "The XForms engine could not be fetched: its tests are skipped."; fi

.PHONY: name-missing-packages
name-missing-packages:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	    echo "No Chromium: browser tests are skipped. On Debian, as root: make system-packages"
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
	    echo "No PostgreSQL: its tests are skipped. On Debian, as root: make system-packages"
	@command -v npm >/dev/null || \
	    echo "No npm: the tests with another client of the OpenRosa door are skipped. On Debian, as root: make system-packages"
	@ldconfig -p 2>/dev/null | grep -q libpango-1.0 || /sbin/ldconfig -p 2>/dev/null | grep -q libpango-1.0 || \
	    echo "No Pango: tests of PDFs and pictures are skipped. On Debian, as root: make system-packages"
	@command -v java >/dev/null || \
	    echo "No Java: the test with ODK Validate is skipped. On Debian, as root: make system-packages"
