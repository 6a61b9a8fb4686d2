# Opora. Needs git, make, Python >= 3.11 and Node.js >= 20; everything else installs itself, once per lock file.
# `make help` lists the commands.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
RUFF := $(VENV)/bin/ruff
CODE := backend/src migrations tests
PYTEST := $(PY) -m pytest -c backend/pyproject.toml --rootdir .
# What a step was made from is kept as one hash beside its result; a step whose hash is unchanged does nothing.
HASH := git hash-object --stdin
fail = { echo "make: $(1)" >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help run dev test test-backend test-web test-browser check check-backend check-web fuzz bench openapi \
        demo-reset lock format clean tools-python tools-node venv venv-dev node node-codegen node-contract dist browser

help: ## This list
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
	  printf '  make %-14s %s\n' "$$name" "$$text"; done

run: venv dist ## Run Opora on http://127.0.0.1:8000 with its own PostgreSQL, demo data and accounts
	@exec $(PY) -m opora run --follow

dev: venv-dev node ## The same, reloading API and web application as you edit (http://127.0.0.1:5173)
	@exec $(PY) -m opora run --dev --follow

test: test-backend test-web test-browser ## All tests: backend, web application, browser

test-backend: venv-dev ## Backend tests; ARGS="-k name" narrows them
	$(PYTEST) -n 2 $(if $(ARGS),$(ARGS),tests)

test-web: node ## Unit tests of the web application
	cd frontend && npm test

test-browser: venv dist browser ## Browser tests of every role, with axe
	cd frontend && CHROMIUM="$${CHROMIUM:-$$(for b in $(BROWSERS); do command -v $$b && break; done)}" npm run e2e

check: check-backend check-web ## Format, lint, types, imports, contract: what to run before a commit

check-backend: venv-dev node-contract
	$(RUFF) format --config backend/pyproject.toml --check $(CODE)
	$(RUFF) check --config backend/pyproject.toml $(CODE)
	cd backend && ../$(VENV)/bin/mypy src/opora
	cd backend && ../$(VENV)/bin/lint-imports --config pyproject.toml
	$(PY) -m opora openapi --check
	cd openapi && npx --no-install redocly lint openapi.json

check-web: node node-codegen dist
	cd frontend && npm run types:check
	cd frontend && npm run lint
	cd frontend && npm run typecheck
	cd frontend && npm run i18n:check
	cd frontend && npm run budget

fuzz: venv-dev ## Schemathesis against every operation as every role; EXAMPLES=200 sets the effort
	OPORA_FUZZ_EXAMPLES=$(or $(EXAMPLES),200) $(PYTEST) tests/contract/test_fuzz.py

bench: venv-dev ## Measure against the limit application; prints a table, fails nothing
	$(PY) -m tests.bench

openapi: venv node node-codegen ## Write openapi/openapi.json and the TypeScript types made from it
	$(PY) -m opora openapi
	cd frontend && npm run types

demo-reset: venv ## Load the demonstration data afresh
	$(PY) -m opora demo reset

format: venv-dev node ## Format everything
	$(RUFF) format --config backend/pyproject.toml $(CODE)
	$(RUFF) check --config backend/pyproject.toml --fix $(CODE)
	cd frontend && npm run format

lock: ## Resolve the Python dependencies anew (needs uv)
	@command -v uv >/dev/null || $(call fail,uv is missing: python3 -m pip install uv)
	cd backend && uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements.lock
	cd backend && uv pip compile pyproject.toml --group dev --constraints requirements.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --output-file requirements-dev.lock

clean: ## Remove what was built and installed; the data in .opora stays
	rm -rf $(VENV) frontend/node_modules frontend/tools/codegen/node_modules openapi/node_modules frontend/dist
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis backend/.mypy_cache backend/.ruff_cache backend/.import_linter_cache

# ---- installing, each once

tools-python:
	@command -v git >/dev/null || $(call fail,git is missing: install it)
	@command -v $(PYTHON) >/dev/null || $(call fail,$(PYTHON) is missing: install Python 3.11 or newer)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || $(call fail,$(PYTHON) is older than 3.11: install a newer one and say make PYTHON=python3.x)
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || $(call fail,$(PYTHON) cannot make virtual environments: install python3-venv (apt-get install python3-venv))

tools-node:
	@command -v git >/dev/null || $(call fail,git is missing: install it)
	@command -v node >/dev/null && command -v npm >/dev/null || $(call fail,node or npm is missing: install Node.js 20 or newer)
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' \
	  || $(call fail,Node.js is older than 20: install a newer one)

# $(1) lock file, $(2) name of the stamp
define install-python
@want="$$( { $(PYTHON) -VV; pwd; cat backend/$(1); } | $(HASH))"; \
  [ "$$(cat $(VENV)/$(2) 2>/dev/null)" = "$$want" ] && exit 0; \
  echo "Installing Python packages of $(1)."; \
  $(PY) -c 'import sys; sys.exit(sys.prefix == sys.base_prefix)' 2>/dev/null || { rm -rf $(VENV); $(PYTHON) -m venv $(VENV); } \
  && $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r backend/$(1) \
  && $(PY) -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "opora.pth").write_text(str(pathlib.Path("backend/src").absolute()))' \
  && echo "$$want" > $(VENV)/$(2) || $(call fail,the Python packages could not be installed: see the messages above)
endef

venv: tools-python
	$(call install-python,requirements.lock,.run)

venv-dev: venv
	$(call install-python,requirements-dev.lock,.dev)

# $(1) folder
define install-node
@want="$$( { node -v; cat $(1)/package-lock.json; } | $(HASH))"; \
  [ "$$(cat $(1)/node_modules/.opora 2>/dev/null)" = "$$want" ] && exit 0; \
  echo "Installing Node packages of $(1)."; \
  (cd $(1) && npm ci --no-audit --no-fund --loglevel=error) && echo "$$want" > $(1)/node_modules/.opora \
  || $(call fail,the Node packages of $(1) could not be installed: see the messages above)
endef

node: tools-node
	$(call install-node,frontend)

node-codegen: tools-node
	$(call install-node,frontend/tools/codegen)

node-contract: tools-node
	$(call install-node,openapi)

dist: tools-node
	@sources="$$(find frontend/src frontend/public frontend/docs frontend/index.html frontend/*.ts frontend/package-lock.json -type f | LC_ALL=C sort)"; \
	want="$$( { echo "$$sources"; echo "$$sources" | git hash-object --stdin-paths; } | $(HASH))"; \
	[ -f frontend/dist/index.html ] && [ "$$(cat frontend/node_modules/.opora-dist 2>/dev/null)" = "$$want" ] && exit 0; \
	$(MAKE) --no-print-directory node && echo "Building the web application." \
	  && (cd frontend && npm run build --silent -- --logLevel warn) && echo "$$want" > frontend/node_modules/.opora-dist \
	  || $(call fail,the web application could not be built: see the messages above)

browser:
	@[ -n "$$CHROMIUM" ] || for b in $(BROWSERS); do command -v $$b >/dev/null && exit 0; done; \
	[ -z "$$CHROMIUM" ] || { [ -x "$$CHROMIUM" ] && exit 0 || $(call fail,CHROMIUM=$$CHROMIUM is not a program); }; \
	[ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  || $(call fail,browser tests need Chromium: install it or set CHROMIUM to its program); \
	echo "Installing Chromium."; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-l10n >/dev/null \
	  || $(call fail,Chromium could not be installed: see the messages above)
