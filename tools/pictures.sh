#!/usr/bin/env bash
# Draws every named page of the demo workspace in both themes and languages for the documentation.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=$1
folder=$2
shift 2

export QT_QPA_PLATFORM=offscreen
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"
"$venv/bin/cockpit" demo --no-window "$work" >/dev/null
workspace=$(find "$work" -name '*.cockpit' | head -n 1)
for page in "$@"; do
    for language in en zh; do
        for theme in light dark; do
            picture=$folder/$page-$language-$theme.png
            "$venv/bin/cockpit" -w "$workspace" render "$page" --out "$picture" \
                --lang "$language" --theme "$theme"
        done
    done
done
