# Set-up, the demonstration and the tests. Each step leaves a stamp and is done again only when its sources change.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
REAL ?= ../shared/data
ORACLES ?= ../shared/oracles
AREA ?= Leicestershire
VENV := .venv
BIN := $(VENV)/bin
S := .stamps

.DEFAULT_GOAL := help
.PHONY: help demo real test bench spark faults branches branches-headline drill fuzz oracles mutation lock docs front clean

help:  ## What each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# --- set-up -------------------------------------------------------------------
$(S)/venv: requirements.txt
	@mkdir -p $(S)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(S)/project: $(S)/venv pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(S)/npm: $(S)/venv package.json package-lock.json
	$(BIN)/python scripts/npm.py ci --no-fund --no-audit --loglevel=error
	@touch $@

$(S)/fonts: $(S)/npm scripts/build_fonts.py
	$(BIN)/python scripts/build_fonts.py
	@touch $@

$(S)/front: $(S)/fonts scripts/build_front.py src/vrn/publish/formats/document.css $(wildcard src/vrn_web/sass/*.scss) $(wildcard src/vrn_web/scripts/*.js)
	$(BIN)/python scripts/build_front.py
	@touch $@

$(S)/messages: $(S)/venv scripts/build_messages.py $(wildcard src/vrn_web/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python scripts/build_messages.py
	@touch $@

SETUP := $(S)/project $(S)/front $(S)/messages

front: $(S)/front $(S)/messages  ## Build fonts, styles and messages

# --- the main job -------------------------------------------------------------
demo: $(SETUP)  ## Make the made-up area's profile and serve it (PORT=8000)
	$(BIN)/vrn demo demo
	$(BIN)/vrn serve demo/partnership --port $(PORT)

real: $(SETUP)  ## The same on real open data: make real REAL=folder
	$(BIN)/vrn real real --data $(REAL) --area "$(AREA)"
	@echo "Look at it with: $(BIN)/vrn serve real/partnership"

# --- tests --------------------------------------------------------------------
test: $(SETUP)  ## Every check and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup

faults: $(SETUP)  ## Kill the store and the whole chain at random moments, at length: make faults KILLS=200
	VRN_FAULT_KILLS=$(or $(KILLS),200) $(BIN)/python -m pytest -q tests/fault

# The tests that take them all. Files of gigabytes are received in a child process, which is not seen.
branches: $(SETUP)  ## Fail where a branch of sharing is taken by no test
	nice $(BIN)/python -m coverage run --source=src/vrn/sharing -m pytest -q \
		tests/unit/sharing tests/contract --ignore=tests/contract/test_large_files.py \
		tests/unit/chain/test_keeping_safe.py tests/unit/chain/test_erasing_in_every_feed.py \
		tests/unit/chain/test_drill_with_a_model.py tests/unit/chain/test_references_by_token.py \
		tests/unit/release/test_aggregate_figures.py tests/unit/release/test_recording_order.py
	$(BIN)/python -m coverage report --show-missing --skip-covered --fail-under=100

branches-headline: $(SETUP)  ## Which branches of the headline lane no test takes, at length
	nice $(BIN)/python -m coverage run --source=src/vrn/release/headline -m pytest -q \
		tests/unit/release tests/unit/chain tests/attack
	$(BIN)/python -m coverage report --show-missing --skip-covered

drill: $(SETUP)  ## Erase a person, rotate a key, restore and publish, on a copy of the demonstration
	test -e demo/partnership || $(BIN)/vrn demo demo
	$(BIN)/python scripts/drill.py demo/partnership

fuzz: $(SETUP) $(S)/peers  ## Send broken bytes through the door, led by the code they reach: make fuzz MINUTES=5
	$(BIN)/python scripts/fuzz.py --minutes $(or $(MINUTES),5)

oracles: $(SETUP)  ## Our statistics beside a folder of reference answers: make oracles ORACLES=folder
	$(BIN)/python -m tests.oracles $(ORACLES)

$(S)/peers: requirements-peers.txt $(S)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-peers.txt
	@touch $@

mutation: $(SETUP) $(S)/peers  ## Break the statistics in every small way: make mutation OF="rates series.models"
	$(BIN)/python -m pytest -q -m peers tests/unit/test_mutation.py
	$(BIN)/python scripts/mutate.py $(OF)

bench: $(SETUP) $(S)/peers  ## What is promised about speed, against peers in the same run
	$(BIN)/python -m bench

$(S)/spark: requirements-spark.txt $(S)/venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.txt
	@touch $@

spark: $(SETUP) $(S)/spark  ## Hold DuckDB and Spark to equal answers; needs Java 17 or 21
	@command -v java >/dev/null || test -x "$(JAVA_HOME)/bin/java" || { echo "Java 17 or 21 is needed: apt-get install openjdk-17-jre-headless"; exit 1; }
	$(BIN)/python -m pytest -q -m spark tests/spark

docs: $(SETUP)  ## Print the generated pages again: methods, data dictionary
	$(BIN)/python scripts/print_docs.py

# All extras but Spark, which takes 470 MB and Java; its lock is one of its own, of the same versions.
EXTRAS := documents web postgres evaluation build test

lock: $(S)/venv  ## Compile the pinned and hashed requirements again
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(EXTRAS:%=--extra %) \
		--exclude-newer "$$(date -u -d '7 days ago' +%Y-%m-%d)" --custom-compile-command "make lock" \
		pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra spark \
		--exclude-newer "$$(date -u -d '7 days ago' +%Y-%m-%d)" --custom-compile-command "make lock" \
		-c requirements.txt pyproject.toml -o requirements-spark.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--exclude-newer "$$(date -u -d '7 days ago' +%Y-%m-%d)" --custom-compile-command "make lock" \
		-c requirements.txt requirements-peers.in -o requirements-peers.txt

clean:  ## Remove what set-up and the demonstration made
	rm -rf $(VENV) $(S) node_modules demo real src/vrn_web/static/built src/vrn/publish/fonts/*.ttf
