# `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= 2

# Whoever brings an environment of their own: make test VENV=/path/to/it
.PHONY: demo test check bench clean
.DEFAULT_GOAL := demo

$(VENV)/.ready: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: $(VENV)/.ready
	$(BIN)/silograph demo --out demo-output

test: check
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

check: $(VENV)/.ready
	$(BIN)/ruff format --check silograph tests benchmarks
	$(BIN)/ruff check silograph tests benchmarks docs
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) demo-output build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
