#!/usr/bin/env bash
# Runs the tests on real processes, then every test on a newer Python.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh

venv=$1
other=.venv-other

need dbus gnome-keyring xvfb openbox xdotool xauth prometheus victoria-metrics

"$venv/bin/python" -m pytest -q -m integration </dev/null

# A pyenv shim answers only for the versions it was told to use, so its own folders are asked too.
newest=""
mine=$("$venv/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
for version in 3.13 3.12; do
    [ "$version" = "$mine" ] && continue
    for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
        if runs "$candidate" "sys.version_info[:2] == tuple(map(int, '$version'.split('.')))" &&
            runs "$candidate" "__import__('ensurepip')"; then
            newest=$candidate
            break 2
        fi
    done
done
if [ -z "$newest" ]; then
    echo "No other Python (3.12 or 3.13) was found here, so the tests ran on $mine only."
    exit 0
fi

echo "Running the tests on $("$newest" --version) as well"
stamp=$other/.ready-$("$newest" --version | tr ' ' '-')
if [ ! -e "$stamp" ] || [ requirements-dev.txt -nt "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
    "$newest" -m venv --clear "$other"
    "$other/bin/python" -m pip install -qq --disable-pip-version-check \
        --require-hashes -r requirements-dev.txt
    "$other/bin/python" -m pip install -qq --disable-pip-version-check \
        --no-deps --no-build-isolation -e .
    touch "$stamp"
fi
QT_QPA_PLATFORM=offscreen "$other/bin/python" -m pytest -q -n 2 \
    -m "not integration and not bench" </dev/null
