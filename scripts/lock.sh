#!/bin/sh
# Makes both lock files anew from pyproject.toml (needs uv). Run it when a dependency changes, and commit the result.
set -eu
cd "$(dirname "$0")/.."
uv pip compile -q pyproject.toml --extra setup --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -o requirements.lock
uv pip compile -q pyproject.toml --extra setup --extra test --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 -c requirements.lock -o requirements-test.lock
