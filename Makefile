# Linli in two commands: "make run" opens a demo community, "make test" checks everything.

.DELETE_ON_ERROR:
.SILENT:
.PHONY: run test bench wheel ready clean help

BIN := .venv/bin
PORT ?= 8000
LINLI_HOME ?= $(CURDIR)/.linli
export LINLI_HOME
# Compiled once and kept, even where the shell says not to: each of a hundred starts saves seconds.
unexport PYTHONDONTWRITEBYTECODE
PYTHONPYCACHEPREFIX ?= $(CURDIR)/.make/pycache
export PYTHONPYCACHEPREFIX
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
NODE_IS_NEW := $(shell node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' \
	2>/dev/null && command -v npm)

run: .make/base .make/front .make/words  ## install, build, make the demo community once, serve
	$(BIN)/linli demo --once
	exec $(BIN)/linli serve --port $(PORT)

test: .make/dev .make/front .make/words  ## everything: rules, both databases, a real browser; ONLY=cases for one room
	$(BIN)/python tools/check.py $(ONLY)

bench: .make/dev .make/front .make/words  ## one line a figure; MORE=1000000 for a million matters, too
	$(BIN)/python -m benchmarks $(if $(MORE),--more $(MORE))

wheel: .make/dev .make/front .make/words  ## build dist/linli-*.whl, which needs no Node
	echo "· building the wheel"
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . | tail -n 1

clean:  ## throw away what was installed and built; the data in .linli stays
	rm -rf .venv .make node_modules dist src/linli/faces/web/static/web/dist

help:
	sed -n 's/^\([a-z]*\):.*##/make \1 \t/p' Makefile

ready:
	test -n "$(PYTHON)" || { echo "Linli needs Python 3.11 or newer. Install it, then run make again. 需要 Python 3.11 或更新版本，请装好后再运行 make。"; exit 1; }
	test -n "$(NODE_IS_NEW)" || { echo "Linli needs Node 20 or newer with npm to build its pages. Install it, then run make again. 需要 Node 20 或更新版本（含 npm），请装好后再运行 make。"; exit 1; }

.make/venv: requirements/uv.txt | ready
	echo "· making a Python environment in .venv"
	mkdir -p .make
	$(PYTHON) -m venv .venv || { echo "Python's venv is missing. On Debian or Ubuntu: apt-get install python3-venv 缺少 python3-venv，请先安装。"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	printf '%s\n' "$(CURDIR)/src" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/linli.pth"
	printf '#!%s\nimport sys\n\nfrom linli.config.cli import main\n\nsys.exit(main())\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/linli
	chmod +x $(BIN)/linli
	touch $@

.make/base: .make/venv requirements/base.txt
	echo "· installing Python packages (locked, with hashes)"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	touch $@

.make/dev: .make/base requirements/dev.txt
	echo "· installing the tools for tests"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	touch $@

.make/npm: package-lock.json package.json .npmrc | ready
	echo "· installing what the pages are built from"
	mkdir -p .make
	npm ci --silent
	touch $@

.make/front: .make/npm $(shell find frontend -type f)
	echo "· building the pages' script and icons"
	npm run --silent build
	touch $@

.make/words: .make/base requirements/words.txt tools/words.py $(shell find src -name django.po)
	echo "· compiling the Chinese"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/words.txt
	$(BIN)/python tools/words.py
	touch $@
