#!/usr/bin/env bash
# Makes the virtual environment: system libraries, pinned packages checked by hash, the project itself.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh

venv=$1
python=${PYTHON:-}

if [ -z "$python" ]; then
    for name in python3 python3.11 python3.12 python3.13; do
        if runs "$name" "sys.version_info >= (3, 11)"; then
            python=$name
            break
        fi
    done
fi
if [ -z "$python" ] || ! runs "$python" "sys.version_info >= (3, 11)"; then
    echo "Ops Cockpit needs Python 3.11 or newer; none was found. Name one with PYTHON=…" >&2
    exit 1
fi

libraries=(libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 fonts-noto-cjk
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0)
# Debian ships the system's Python without what a virtual environment needs.
runs "$python" "__import__('ensurepip') and __import__('venv')" || libraries+=(python3-venv)
need "${libraries[@]}"

if ! runs "$venv/bin/python" "__import__('pip')"; then
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi
echo "Installing the pinned packages"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check \
    --require-hashes -r requirements-dev.txt
"$venv/bin/python" -m pip install -qq --disable-pip-version-check \
    --no-deps --no-build-isolation -e .
