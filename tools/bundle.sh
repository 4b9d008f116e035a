#!/usr/bin/env bash
# Builds the program as one folder that needs no Python, and tries it where there is none.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/packages.sh

venv=$1
out=dist/bundle

"$venv/bin/python" -m PyInstaller --noconfirm --log-level ERROR \
    --distpath "$out" --workpath build/bundle packaging/cockpit.spec
du -sh "$out/ops-cockpit" | sed 's/\t.*/ in dist\/bundle\/ops-cockpit/'

# try_in PREFIX...: make the demo, look for faults and draw a page, with nothing of this machine.
tried='set -eu; cd /tmp/trial; export HOME=/tmp/trial COCKPIT_CONFIG_DIR=/tmp/trial/config
export LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen
ops-cockpit/cockpit demo --no-window demo >demo.json
ops-cockpit/cockpit -w demo/demo.cockpit --json check
ops-cockpit/cockpit -w demo/demo.cockpit render board --out board.png
test -s board.png'

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
site=""
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    # The release itself, not its updates.
    read -r site codename < <(apt-get indextargets --format '$(SITE) $(CODENAME)' |
        awk '$2 !~ /-/ && !found { print; found = 1 }') || true
fi
if [ -n "$site" ]; then
    need debootstrap
    echo "Trying it in a bare Debian without Python"
    # The graphics driver's own library and a font are a desktop's; a bundle never carries them.
    debootstrap --variant=minbase --include=libgl1,libegl1,fonts-dejavu-core \
        "$codename" "$root" "$site" >"$root.log" 2>&1 ||
        { tail -n 5 "$root.log" >&2; exit 1; }
    rm -f "$root.log"
    if chroot "$root" sh -c 'command -v python3'; then
        echo "The bare system has a Python, so this would show nothing." >&2
        exit 1
    fi
    mkdir -p "$root/tmp/trial/config"
    cp -r "$out/ops-cockpit" "$root/tmp/trial/"
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin chroot "$root" sh -c "$tried"
else
    echo "Not root on a Debian, so it is tried here, with an empty environment."
    mkdir -p "$root/tmp/trial/config"
    cp -r "$out/ops-cockpit" "$root/tmp/trial/"
    env -i PATH=/usr/bin:/bin sh -c "$(printf '%s' "$tried" | sed "s|/tmp/trial|$root/tmp/trial|g")"
fi
echo "The bundle works without Python"
