# `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
JOBS   ?= 2
# A file's tests share what is dear to make, so one worker runs them all; notebooks, the longest, come first.
BY_FILE = --dist loadfile --no-loadscope-reorder

# Whoever brings an environment of their own: make test VENV=/path/to/it
.PHONY: demo test slow check docs notebooks bench clean
.DEFAULT_GOAL := demo

INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# What silograph itself needs, and no more: enough for the demo, and for use.
$(VENV)/.core: pyproject.toml constraints.txt
	@echo "Installing silograph and what it needs into $(VENV), a minute or two ..." >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.ready: $(VENV)/.core
	@echo "Installing what tests and documentation need too, some minutes more ..." >&2
	@$(INSTALL) -e '.[dev]'
	@touch $@

demo: $(VENV)/.core
	@echo "Inventing a company, writing its exports and analysing them, a minute or two ..." >&2
	@$(BIN)/silograph demo --out demo-output

# Workers share the cores already: linear algebra that takes them all as well burns half of the time in waiting.
test: export OPENBLAS_NUM_THREADS = 1
test: check docs
	$(BIN)/python -m pytest -n $(JOBS) $(BY_FILE) -m "not slow" tests/test_notebooks.py tests silograph

# More of what cheaper tests show already: more invented companies, and more random examples of everything.
slow: export OPENBLAS_NUM_THREADS = 1
slow: export SILOGRAPH_SLOW = 1
slow: $(VENV)/.ready
	$(BIN)/python -m pytest -n $(JOBS) $(BY_FILE) tests

check: $(VENV)/.ready
	$(BIN)/ruff format --check silograph tests benchmarks notebooks
	$(BIN)/ruff check silograph tests benchmarks docs notebooks
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.ready
	rm -rf docs/reference/generated
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --nitpicky --quiet --jobs $(JOBS) docs docs/_build/html

# The .py of a notebook is its source; this brings the .ipynb beside it up to date, with what its cells show.
notebooks: $(VENV)/.ready
	$(BIN)/jupytext --quiet --update --to ipynb notebooks/*.py
	$(BIN)/python docs/notebook_outputs.py

bench: $(VENV)/.ready
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) demo-output build dist docs/_build docs/reference/generated .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
