# The doors a person uses; continuous integration goes through the same ones.
.DEFAULT_GOAL := help
.PHONY: help setup run test check integration bench pictures wheel bundle lock clean

VENV     := .venv
PY       := $(VENV)/bin/python
STAMP    := $(VENV)/.ready
# Where `make run` puts the demo workspace.
DEMO     := build/demo

help: ## say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

setup: $(STAMP) ## make .venv with everything pinned and checked by hash

$(STAMP): tools/setup.sh requirements-dev.txt pyproject.toml
	@bash tools/setup.sh $(VENV)
	@touch $@

run: $(STAMP) ## open the demo workspace (without a screen: draw its pages and say where)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
	    $(VENV)/bin/cockpit demo $(DEMO); \
	else \
	    echo "There is no screen here, so the pages are drawn into $(DEMO)."; \
	    $(VENV)/bin/cockpit demo --no-window $(DEMO); \
	fi

# Two at a time; ARGS="-n 0 tests/unit/test_cli.py" runs that file alone and in one process.
test: $(STAMP) ## run the tests (without a screen, without the network)
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n 2 -m "not integration and not bench" $(ARGS)

check: $(STAMP) ## lint, format, types, import contracts, translations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict cockpit tests
	$(VENV)/bin/lint-imports
	$(PY) -m tools.translations --check

integration: $(STAMP) ## kill real processes, and run all tests on a newer Python
	@bash tools/integration.sh $(VENV)

bench: $(STAMP) ## measure beside a floor, in the same run
	QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks $(NAMES)

pictures: $(STAMP) ## draw each page in all its states onto a contact sheet in build/pictures
	QT_QPA_PLATFORM=offscreen $(PY) -m tools.pictures build/pictures $(PAGES)

wheel: $(STAMP) ## build the wheel into dist/
	@rm -rf dist
	$(PY) -m hatchling build -t wheel -d dist

bundle: $(STAMP) ## build one folder that needs no Python into dist/bundle, and try it
	@bash tools/bundle.sh $(VENV)

lock: ## pin every dependency anew, for all systems and Pythons (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet \
	    --python-version 3.11 --upgrade pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet \
	    --python-version 3.11 --upgrade --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## remove what the other targets made
	rm -rf $(VENV) .venv-other build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
