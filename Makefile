# One command each; .ci/run and GitHub Actions call these same targets.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
UV := $(or $(shell command -v uv),.tools/bin/uv)
RUN := $(UV) run --frozen

.PHONY: setup

setup: .venv/.ready  ## An own virtual environment with the locked dependencies

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check "uv>=0.9"

.venv/.ready: $(filter .tools/bin/uv,$(UV)) pyproject.toml uv.lock
	$(UV) sync --frozen --quiet
	@touch $@
