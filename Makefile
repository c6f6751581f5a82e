# make needs python3 (3.11 or newer) with its venv module; everything else is fetched at set-up.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check bench faults setup setup-dev lock

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --require-hashes --disable-pip-version-check --root-user-action=ignore
DEV_PINS := $(addprefix requirements/,dev.txt browser.txt contract.txt aliyun.txt)
ASSETS := assets/vendor/bootstrap/bootstrap.min.css
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=tests.settings PYTHONWARNINGS=ignore

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## run the portal with its demonstration county until Ctrl-C
	@exec $(BIN)/python -m config.run

test: setup-dev ## run every test, browser tests included
	@exec $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

bench: setup ## measure the pages with 100,000 matters (BENCH_TICKETS, BENCH_VAR, BENCH_ROUNDS)
	@$(BIN)/python -m bench.run

faults: setup ## kill and empty while 2,000 matters are in flight, then prove that none is lost (FAULTS_TICKETS)
	@exec $(BIN)/python -m faults.run

check: setup-dev ## lint, format, types, imports, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint templates --lint --quiet
	$(TEST_SETTINGS) $(BIN)/python -m django check --fail-level WARNING
	$(TEST_SETTINGS) $(BIN)/python -m django makemigrations --check --dry-run

setup: .venv/installed-base $(ASSETS) ## install what running needs

setup-dev: setup .venv/installed-dev

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 以上：apt-get install python3 python3-venv，或用 PYTHON=… 指定一个。"; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "建不了 Python 环境：请先 apt-get install python3-venv。"; exit 1; }

.venv/installed-base: requirements/base.txt | .venv/bin/python
	@echo "正在安装运行需要的 Python 包……"
	@$(PIP) -r requirements/base.txt
	@touch $@

.venv/installed-dev: $(DEV_PINS) .venv/installed-base
	@echo "正在安装测试需要的 Python 包……"
	@$(PIP) $(addprefix -r ,$(DEV_PINS))
	@touch $@

$(ASSETS): package-lock.json config/assets.py .venv/installed-base
	@echo "正在取网页用的第三方文件……"
	@$(BIN)/python -m config.assets
	@touch $@

# Recompile the pins after a change in requirements/*.in, or with UPGRADE=--upgrade all of them.
lock: setup ## pin requirements and front-end packages anew
	@$(PIP) -r requirements/lock.txt
	@for set in base dev browser contract aliyun lock node; do \
		(cd requirements && ../$(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 \
			--generate-hashes --no-emit-index-url $(UPGRADE) $$set.in --output-file $$set.txt) || exit 1; \
	done
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved
