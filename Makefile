# make run   夜間処理を見本データで動かす（準備も自動） / set up, then run the night on sample deliveries
# make test  準備して試験する / set up, then test        make check  静的検査 / lint and types
# make setup 準備だけ / the set-up alone                 make bench  性能測定 / measure
# make lock  依存の固定をやり直す / pin the dependencies anew   make docs   プログラムから作る頁 / the pages made from the program
# make clean 作ったものを消す / remove what was made

PYTHON ?= python3
HOME_FOLDER ?= var
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-emit-options
PREPARED_FROM := fonts/manifest.yaml $(wildcard printjob/typefaces/fetch.py printjob/typefaces/quadratic.py printjob/postal/*.py)

.PHONY: setup run test check bench docs lock clean
.DELETE_ON_ERROR:

# Asked for by name, set-up looks at every prepared file again: it is the remedy when one is missing or spoiled.
setup: .venv/.run
	$(BIN)/printjob setup
	@touch .venv/.prepared

run: .venv/.prepared
	$(BIN)/printjob demo --home $(HOME_FOLDER)

test: .venv/.prepared .venv/.dev
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/.prepared .venv/.dev
	$(BIN)/python -m benchmarks $(ARGS)

docs: .venv/.run
	$(BIN)/python -m tests.docs.generated

# Each stamp stands for one finished step, so that a repeated call has nothing to do.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed (make PYTHON=python3.11)")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: .venv/.made requirements/run.txt requirements/build.txt pyproject.toml
	$(PIP) --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.prepared: .venv/.run $(PREPARED_FROM)
	$(BIN)/printjob setup
	@touch $@

lock: .venv/.dev
	$(COMPILE) --upgrade --output-file requirements/run.txt pyproject.toml
	$(COMPILE) --upgrade --constraint requirements/run.txt --output-file requirements/build.txt requirements/build.in
	$(COMPILE) --upgrade --extra dev --constraint requirements/run.txt --constraint requirements/build.txt \
		--output-file requirements/dev.txt pyproject.toml

clean:
	rm -rf .venv var dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
