# `make site` and `make test` set up all that they need; by hand come only Python 3.11 or later, git and make.
# PYTHON=/path/to/python chooses the interpreter of a new environment.

SHELL       := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS   += --no-builtin-rules

VENV    := .venv
BIN     := $(VENV)/bin
# Wheels only: nothing that is downloaded runs code while it is installed.
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check

# What takes long says so before; what fails says what to do. A comma would end the argument of either.
say    = @echo "make: $(1)" >&2
failed = { echo "make: the packages of $(1) were not installed · connect to the network, then run make again" >&2; exit 1; }

# A stamp stands for something that was installed; it is out of date when the file that says what to install is newer.
ENV     := $(BIN)/python
DEPS    := $(VENV)/.stamp-site
TESTS   := $(VENV)/.stamp-test
PACKAGE := $(VENV)/.stamp-package
NODE    := generator/mathjax/node_modules/.installed-from

.PHONY: help site zip register serve test test-all test-quick lint facts bench lighthouse mutants mutation browser compiler requirements lock clean distclean

# Material announces its own end of life at every build, on a page of terminal; once read, it only hides other messages.
export NO_MKDOCS_2_WARNING := 1

# The site, into site/; `make` alone does the same.
site: $(PACKAGE) $(NODE)
	$(BIN)/mkdocs build --strict

# What can be made, and what each target does.
help:
	@awk '/^#/ { said = said " " substr($$0, 3) } /^[a-z-]+:/ { if (said) printf "%-10s%s\n", substr($$1, 1, length($$1) - 1), said } \
		!/^#/ { said = "" }' $(firstword $(MAKEFILE_LIST))

# The site for a reader without a network: unpacked, it works from its folder.
zip: $(PACKAGE) $(NODE)
	DLDZ_OFFLINE=true $(BIN)/mkdocs build --strict --site-dir build/offline
	$(BIN)/python -m generator pack build/offline build/dldz.zip

# Every page and named place of the site, once published, stays: this adds the new ones to generator/published.txt.
register: site
	$(BIN)/python -m generator links site --register

serve: $(PACKAGE) $(NODE)
	$(BIN)/mkdocs serve

# Every page's formulas are read back and measured; what is about code keeps to a cover of the catalogue.
test: $(TESTS) $(PACKAGE) $(NODE) browser compiler
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

# All there is: every entry, every page in the browser, other builders, builds compared, Lighthouse, and the coverage.
test-all: $(TESTS) $(PACKAGE) $(NODE) browser compiler
	$(BIN)/python -m pytest --whole --numprocesses auto --dist worksteal --cov --cov-fail-under=95

# The tests of the modules that differ from the branch main, in less than a minute, for work in between.
test-quick: $(TESTS) $(PACKAGE) $(NODE)
	$(BIN)/python -m tools.quick

lint: $(TESTS) $(PACKAGE)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# What each page claims, as JSON: made before and after a change, two of them are compared with diff.
facts: site $(TESTS)
	$(BIN)/python -m tools.facts site build/facts.json

bench: $(TESTS) $(PACKAGE) $(NODE) browser
	$(BIN)/python -m tools.bench

# Google's judge of pages, on the site as it is built: its scores of 100, and what costs some of them.
lighthouse: site $(TESTS) browser
	$(BIN)/python -m tools.lighthouse site

# Every sign, factor, exponent, number, index and derivative is changed, one at a time; none may pass the judge.
# The steps have millions of them, so ten are drawn for each entry. A run that was stopped goes on where it stopped.
mutants: $(TESTS) $(PACKAGE)
	$(BIN)/python -m tools.mutants --steps 10

# The code of the engine and of the judge is changed instead, and the tests have to notice: a sample, for all takes days.
mutation: $(TESTS) $(PACKAGE)
	$(BIN)/python -m tools.mutation --sample 200

# All packages that the tests need, and nothing done with them yet.
requirements: $(TESTS) $(PACKAGE)

browser: $(TESTS)
	@$(BIN)/python tools/browser.py

compiler: $(ENV)
	@$(BIN)/python tools/compiler.py

$(ENV):
	tools/make-venv $(VENV)

# A lock is complete, so what it lists is installed and nothing is resolved: without --no-deps, pip 23 takes an extra
# such as coverage[toml] for a package without a pin, and refuses the lock as soon as a younger release is out.
$(DEPS): requirements.txt | $(ENV)
	$(call say,installing the Python packages of the site this once; it takes about a minute)
	@$(BIN)/python tools/progress.py $< $(INSTALL) --no-deps --only-binary :all: --require-hashes -r $< || $(call failed,$<)
	touch $@

$(TESTS): requirements-test.txt | $(ENV)
	$(call say,installing the Python packages of the tests this once; it takes a few minutes)
	@$(BIN)/python tools/progress.py $< $(INSTALL) --no-deps --only-binary :all: --require-hashes -r $< || $(call failed,$<)
	touch $@

# Needs the build backend, which is in the lock: without build isolation nothing outside the lock is downloaded.
$(PACKAGE): pyproject.toml $(DEPS)
	@$(INSTALL) --quiet --no-build-isolation --no-deps --editable .
	touch $@

$(NODE): generator/mathjax/package-lock.json $(PACKAGE)
	$(call say,installing MathJax this once; it takes a few seconds)
	$(BIN)/python -m generator.mathjax install
	touch $@

# Both files come out of one resolution, so that the tests run what the site is built with. What is pinned stays so:
# `make lock UPGRADE=--upgrade` takes the newest releases.
UPGRADE :=
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" pyproject.toml --group build

lock: $(TESTS)
	$(LOCK) $(UPGRADE) --group test --output-file requirements-test.txt
	$(LOCK) --constraints requirements-test.txt --output-file requirements.txt

clean:
	rm -rf site build mutants .cache .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis

distclean: clean
	rm -rf $(VENV) generator/mathjax/node_modules tests/site/node/node_modules tools/lighthouse/node_modules
