# Two commands for a clone: `make demo` draws a first picture, `make test` runs the whole check.

PYTHON ?= python3
BIN = .venv/bin
PROMPT = A children's book drawing of a veterinarian using a stethoscope to listen to the heartbeat of a baby otter.

.PHONY: demo test install lint clean
.DEFAULT_GOAL = demo

demo: install
	$(BIN)/pinxit generate "$(PROMPT)" --model gpt-image-1 --seed 4 -o otter.png

test: install lint
	$(BIN)/python -m pytest

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# pinxit in editable form with what its checks need; building it fetches the art by art/package-lock.json.
install: .venv/installed

.venv/installed: pyproject.toml $(wildcard art/*.py art/*.json art/own/*) $(wildcard pinxit/engines/storybook/words/*)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --target .venv/openai-1.107.0 'openai==1.107.0'
	touch $@

clean:
	rm -rf .venv dist build pinxit/engines/storybook/art.sqlite pinxit/engines/storybook/art-licences
