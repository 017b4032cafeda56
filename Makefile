# Two commands do it: `make site` and `make test`. Both set up what is missing in .venv first.
PYTHON ?= python3.11
BIN := .venv/bin
# A browser test waits more than it works: twice as many workers as processors, four at the least.
WORKERS ?= $(shell n=$$(nproc); [ $$n -gt 2 ] && echo $$((2 * n)) || echo 4)

.PHONY: weights answers bench bench-full check formats site offline screenshots successor bench-site bench-text bench-search serve test test-slow lock clean help
.DEFAULT_GOAL := help

help:
	@echo "make site       set up, import sources/, build the site in site/"
	@echo "make serve      preview with live reload on http://127.0.0.1:8000"
	@echo "make offline    build, and one zip to read without network in dist/"
	@echo "make screenshots  pictures of the site in screenshots/ (needs Debian's chromium)"
	@echo "make successor  whether zensical builds the same pages (nothing depends on it)"
	@echo "make bench      what a build costs beside its peers: benchmarks/results/ (bench-full: 10,000 pages too)"
	@echo "make bench-site weight and paint of the pages: benchmarks/site/results.md"
	@echo "make check      check pages, published addresses and rules, as before every commit"
	@echo "make formats    let Word and HTML documents in as sources"
	@echo "make bench-text what the text stages cost beside a conversion of scripts, stage by stage, and on long lines"
	@echo "make bench-search  search beside stock Material with jieba and Pagefind: benchmarks/search/results.md"
	@echo "make test       set up, lint, type-check and run the tests"
	@echo "make test-slow  the slower suites"
	@echo "make answers    every answer before and after reflow: answers/answers.md (SOURCES=folder)"
	@echo "make weights    learn kinds and topics anew from training/*.txt: scripts/wenda/rules/weights.tsv"
	@echo "make lock       renew the lock files from requirements*.in"
	@echo "make clean      remove what the other commands made"

site: .venv/.site
	$(BIN)/wenda import sources/
	$(BIN)/wenda index
	$(BIN)/wenda build

serve: .venv/.site
	$(BIN)/wenda serve

offline: .venv/.site
	$(BIN)/wenda offline $(OFFLINE_OPTIONS)

screenshots: .venv/.dev
	$(BIN)/wenda build --site build/screenshots
	$(BIN)/python scripts/screenshots.py build/screenshots screenshots

successor: .venv/.site .bench/.zensical
	$(BIN)/wenda build --site build/successor/ours
	$(BIN)/python scripts/successor.py .bench/zensical/bin/zensical build/successor/ours build/successor/zensical

.bench/.zensical: requirements-zensical.txt
	$(PYTHON) -m venv .bench/zensical
	.bench/zensical/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-zensical.txt
	@touch $@

bench: .venv/.dev .bench/search/.done .bench/.zensical .bench/text/.done
	PYTHONPATH=tests $(BIN)/python -m benchmarks.run

bench-full: .venv/.dev .bench/search/.done .bench/.zensical .bench/text/.done
	PYTHONPATH=tests $(BIN)/python -m benchmarks.run --counts 1000 5000 10000 --full-nav 1000 5000

bench-site: .venv/.dev
	$(BIN)/python benchmarks/site/weights.py

check: .venv/.site
	$(BIN)/wenda check

formats: .venv/.site
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-formats.txt

bench-search: .venv/.dev .bench/search/.done
	$(BIN)/python -m benchmarks.search.run

test: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/wenda check
	$(BIN)/pytest -n $(WORKERS) -m "not slow"

test-slow: .venv/.dev
	$(BIN)/pytest -n $(WORKERS) -m slow

bench-text: .venv/.dev .bench/text/.done
	PYTHONPATH=tests $(BIN)/python -m benchmarks.text
	$(BIN)/python -m benchmarks.linear

.bench/text/.done: requirements-text.txt
	$(PYTHON) -m venv .bench/text
	.bench/text/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-text.txt
	@touch $@

weights: .bench/training/.done
	PYTHONPATH=scripts .bench/training/bin/python training/fit.py $(FIT_OPTIONS)

.bench/training/.done: requirements-training.txt
	$(PYTHON) -m venv .bench/training
	.bench/training/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-training.txt
	@touch $@

answers: .venv/.site
	$(BIN)/python benchmarks/answers.py $(or $(SOURCES),sources) answers/answers.md

lock: .venv/.dev
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --strip-extras --no-header -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --strip-extras --no-header -o requirements-dev.txt requirements-dev.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --strip-extras --no-header -o requirements-bench.txt requirements-bench.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --strip-extras --no-header -o requirements-formats.txt requirements-formats.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --strip-extras --no-header -o requirements-training.txt requirements-training.in
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe --strip-extras --no-header -o requirements-text.txt requirements-text.in

clean:
	rm -rf .venv .bench .cache site dist build docs/roles docs/topics docs/kinds docs/packs docs/assets/data .*.wenda.lock* .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.site: .venv/bin/python requirements.txt requirements.in pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.site requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.bench/search/.done: requirements-bench.txt
	$(PYTHON) -m venv .bench/search
	.bench/search/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
