#!/bin/sh
# Installs what is missing: Debian packages, then a virtual environment from the hashed lock file.
# usage: setup.sh build|test      Idempotent; says what it installs; quick when nothing is missing.
set -eu
cd "$(dirname "$0")/.."

case "${1:-build}" in
build) packages="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" lock=requirements.lock ;;
test) packages="python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 chromium poppler-utils qpdf gettext" lock=requirements-test.lock ;;
*) echo "usage: $0 build|test" >&2; exit 2 ;;
esac

missing=""
if command -v dpkg-query >/dev/null 2>&1; then
    for package in $packages; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing="$missing $package"
    done
fi
# A Python from elsewhere (pyenv, Nix …) brings its own venv module.
if python3 -c 'import venv, ensurepip' 2>/dev/null; then missing=$(echo "$missing" | sed 's/ *python3-venv//'); fi
if [ -n "$missing" ]; then
    if command -v apt-get >/dev/null 2>&1; then
        echo "setup: installing$missing" >&2
        as_root=""
        [ "$(id -u)" = 0 ] || as_root=sudo
        $as_root apt-get update -qq
        # shellcheck disable=SC2086  # a list of names
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
    fi
elif ! command -v dpkg-query >/dev/null 2>&1; then
    echo "setup: this is not Debian; please see that these are installed: $packages" >&2
fi

python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "setup: Python 3.11 or newer is needed, this is $(python3 --version)" >&2; exit 1; }

stamp=.venv/.installed-$(cat "$lock" pyproject.toml | sha256sum | cut -c1-16)
# What the tests need holds what the build needs, so either stamp serves a build.
if [ -e "$stamp" ] || { [ "$lock" = requirements.lock ] && [ -e ".venv/.installed-$(cat requirements-test.lock pyproject.toml | sha256sum | cut -c1-16)" ]; }; then
    exit 0
fi
echo "setup: installing Python packages from $lock into .venv" >&2
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
touch "$stamp"
