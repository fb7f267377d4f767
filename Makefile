# Every command a newcomer or a developer needs. `make help` lists them.
# Nothing is installed outside this folder: packages go to .venv, uv (where it is missing) to .venv-tools.

.DEFAULT_GOAL := help
.PHONY: help install demo test services services-stop lint format check bench messages clean _python _uv _shellcheck
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# Two workers are fastest on two cores; more only share them.
WORKERS ?= 2
# Extra words for pytest, for example: make test ARGS="tests/search -k accents"
ARGS ?=
QUERIES ?=

SCRIPTS := .ci/run tests/run deploy/make-env deploy/local/services deploy/local/portal deploy/elasticsearch/certificates.sh deploy/postgresql/roles.sh

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

# Trust what this machine trusts: networks of administrations often have a certificate of their own.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/cert.pem),)
export UV_SYSTEM_CERTS ?= 1
export UV_NATIVE_TLS ?= 1
endif

# --- What this machine has ----------------------------------------------------------------------

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
# The folder's own Python first, so that a second `make` never builds .venv again with another one.
PYTHON ?= $(shell for python in $(BIN)/python python3 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(SUPPORTED)' >/dev/null 2>&1 && command -v "$$python" && break; done)
UV ?= $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .venv-tools/bin/uv)

# Only the versions of uv.lock, for the Python found above. --inexact: one target never removes what
# another installed.
SYNC = "$(UV)" sync --quiet --frozen --inexact --no-dev --python "$(PYTHON)"

_python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Cần Python 3.11, 3.12 hoặc 3.13 (Python 3.11, 3.12 or 3.13 is needed)." >&2; \
		echo "Found: $$(python3 --version 2>&1 || echo 'no python3 on PATH')." >&2; \
		echo "Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 1; \
	elif ! "$(PYTHON)" -c '$(SUPPORTED)' 2>/dev/null; then \
		echo "PYTHON=$(PYTHON) is not a Python 3.11, 3.12 or 3.13: $$("$(PYTHON)" --version 2>&1 | head -n 1)" >&2; exit 1; \
	fi

_uv: _python
	@if ! "$(UV)" --version >/dev/null 2>&1; then \
		echo "uv is not on PATH: installing it into .venv-tools"; \
		rm -rf .venv-tools; \
		if ! "$(PYTHON)" -m venv .venv-tools >/dev/null 2>&1; then \
			rm -rf .venv-tools; \
			echo "$(PYTHON) cannot make a virtual environment." >&2; \
			echo "On Debian and Ubuntu: apt-get install python3-venv   (or install uv), then try again." >&2; exit 1; \
		fi; \
		.venv-tools/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9' || { \
			rm -rf .venv-tools; echo "uv could not be downloaded: is this machine online?" >&2; exit 1; }; \
	fi

# --- Commands -----------------------------------------------------------------------------------

help: ## This list
	@echo "Cổng thủ tục hành chính: các lệnh (commands)"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Biến (variables): PORT=$(PORT)  PYTHON=$(PYTHON)  WORKERS=$(WORKERS)  ARGS=  REQUIRE_SERVICES="

install: _uv ## Cài mọi thư viện để phát triển (.venv with test and lint tools)
	@$(SYNC) --group test --group lint

demo: _uv ## Chạy cổng tại http://localhost:8000 (the whole portal in one process; PORT=8001 for another port)
	@echo "Chuẩn bị thư viện (packages)…"
	@$(SYNC)
	@PORT="$(PORT)" exec $(MANAGE) demo

test: _uv ## Chạy toàn bộ kiểm thử (all tests; REQUIRE_SERVICES=1 turns a missing server or browser into a failure)
	@$(SYNC) --group test
	@PYTHON="$(BIN)/python" WORKERS="$(WORKERS)" tests/run $(ARGS)

services: ## Mở PostgreSQL, Redis, Elasticsearch dùng tạm trên máy này (throw-away servers for the tests)
	@deploy/local/services install
	@deploy/local/services start

services-stop: ## Dừng các máy chủ dùng tạm (stop them; their data stay)
	@deploy/local/services stop

_shellcheck:
	@shellcheck --external-sources $(SCRIPTS)

lint: install ## Kiểm tra mã nguồn (ruff, mypy, djlint, import-linter, shellcheck where it is there)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy portal tests
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports --no-cache --no-logo
	@if command -v shellcheck >/dev/null; then echo shellcheck; $(MAKE) _shellcheck; fi

format: _uv ## Sắp xếp lại mã nguồn (ruff)
	@$(SYNC) --group lint
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: _uv ## Kiểm tra cấu hình và migration (manage.py check, makemigrations --check, import-linter)
	@$(SYNC) --group lint
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run
	$(BIN)/lint-imports --no-cache --no-logo

bench: _uv ## Đo tốc độ tìm kiếm, in số liệu (QUERIES=judged.tsv also measures what is found, over the demo's data)
	@$(SYNC) --group evaluation
	@$(BIN)/python tests/benchmarks/search_latency.py
	@if [ -n "$(QUERIES)" ]; then \
		$(MANAGE) search_eval --queries "$(QUERIES)"; fi

messages: _uv ## Cập nhật bản dịch tiếng Anh của trang quản trị (needs GNU gettext)
	@$(SYNC)
	$(MANAGE) makemessages --locale en --no-location --no-wrap --no-obsolete --ignore '.venv*' --ignore 'tests/*' --ignore 'templates/wagtailadmin/*'
	$(MANAGE) compilemessages --locale en

clean: ## Xóa dữ liệu demo và tệp tạm (var/, caches; .venv stays)
	rm -rf var staticfiles test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find portal tests -name __pycache__ -type d -prune -exec rm -rf {} +
