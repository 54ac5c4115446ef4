#!/bin/sh
# Installs what the tests use beside the .NET SDK: node, Python's grpcio, a Chromium, and the node packages of each tests/*/node folder.
# Does nothing, silently, when all of it is there. Where it may not install, it says what to install and ends with 1.
set -eu

tests=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
missing=''

command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium fonts-liberation"
python=/usr/bin/python3
[ -x "$python" ] || missing="$missing python3"
"$python" -c 'import grpc' >/dev/null 2>&1 || missing="$missing python3-grpcio"
"$python" -c 'import google.protobuf' >/dev/null 2>&1 || missing="$missing python3-protobuf"

if [ -n "$missing" ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "install-tools: as root, install:$missing (Debian names; e.g. sudo apt-get install$missing), then run this again" >&2
        exit 1
    fi
    echo "install-tools: installing$missing"
    install() {
        # The names must be split into words.
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1
    }
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    # Package lists may be absent or old: they are fetched only when the first try fails.
    install || { apt-get update -qq >"$log" 2>&1 && install; } || { cat "$log" >&2; exit 1; }
fi

for lock in "$tests"/*/node/package-lock.json; do
    [ -f "$lock" ] || continue
    folder=$(dirname -- "$lock")
    # The chain lab is a quarter of a gigabyte, and without chain data its tests skip anyway.
    [ "$folder" != "$tests/ChainLab/node" ] || [ -d "${DESK_CHAIN_DATA:-$tests/../../shared/chain}" ] || continue
    # npm writes this file at the end of an install, so a half-finished one counts as missing.
    mark="$folder/node_modules/.package-lock.json"
    if [ ! -f "$mark" ] || [ -n "$(find "$lock" -newer "$mark")" ]; then
        echo "install-tools: installing the node packages of ${folder#"$tests"/}"
        (cd "$folder" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
        touch "$mark"
    fi
done
