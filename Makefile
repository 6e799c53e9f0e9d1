# Everything from a bare clone: `make demo` runs the main job, `make test` all tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRAIN_BIN := .venv-train/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: setup demo serve test browser lint bench train train-pairs docs clean

setup: $(VENV)/.ready

# uv where it is there, otherwise the standard library's venv and pip
$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dragoman needs Python 3.11 or newer; run: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
ifdef UV
	uv venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	uv pip install --quiet --python $(BIN)/python -e '.[test]'
else
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
endif
	@touch $@

demo: setup
	@rm -f examples/demo.duckdb
	$(BIN)/dragoman read examples/articles --db examples/demo.duckdb
	$(BIN)/dragoman show undated-a-drill-is-not-an-alliance.txt --db examples/demo.duckdb
	$(BIN)/dragoman dyad RUS PAK --db examples/demo.duckdb

# The demo's articles as web pages
serve: demo
	$(BIN)/dragoman serve --db examples/demo.duckdb

test: setup lint browser
	$(BIN)/python -m pytest -n auto --dist loadfile

# A headless browser, without which the tests of the web pages are left out
browser: setup
	@tools/browser.sh $(BIN)/python

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python bench/bench.py
	$(BIN)/python bench/web.py
	$(BIN)/python bench/long_run.py
	$(BIN)/python bench/relations.py
	$(BIN)/python bench/desk.py

# The recipe is training/recipe.toml; data from $$DRAGOMAN_SHARED, ../shared by default. Resumes where it stopped.
# make train EXCLUDE=polnear,uw does without corpora whose licences do not suit.
train:
	$(PYTHON) -m venv .venv-train
	$(TRAIN_BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	$(TRAIN_BIN)/python training/prepare.py $(if $(EXCLUDE),--exclude $(EXCLUDE))
	$(TRAIN_BIN)/python training/train.py
	$(TRAIN_BIN)/python training/export.py
	$(TRAIN_BIN)/python training/evaluate.py

# The network that tells what happened between two parties; needs the encoder that prepare.py lays out.
# make train-pairs EXCLUDE=plv,cameo does without corpora; the folds' figures and the card are of the whole.
train-pairs:
	$(PYTHON) -m venv .venv-train
	$(TRAIN_BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[train]'
	$(TRAIN_BIN)/python training/prepare.py
	$(TRAIN_BIN)/python training/pairs_train.py $(if $(EXCLUDE),--exclude $(EXCLUDE))
	$(TRAIN_BIN)/python training/pairs_export.py
	$(if $(EXCLUDE),,$(TRAIN_BIN)/python training/pairs_folds.py)
	$(if $(EXCLUDE),,$(TRAIN_BIN)/python training/pairs_card.py)

# The README's pictures, drawn from the sheet and the pages themselves, and the codebook, written from the ontology
docs: demo browser
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/codebook.py
	$(BIN)/python docs/screens.py

clean:
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache examples/demo.duckdb
