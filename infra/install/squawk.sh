#!/usr/bin/env bash
# Checks the SQL of every migration: nothing may lock a table that people are using.
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in services/*/migrations gateway/migrations; do
    package=$(basename "$(dirname "$folder")")
    .venv/bin/python -m commons.migrations sql "$package" >"$work/$package.sql"
done
.venv/bin/squawk "$work"/*.sql
