# Installs Debian and Ubuntu packages that are missing; sourced by the other scripts.

# need PACKAGE...: install what is missing when root, else print the command and stop.
# On other systems it does nothing: there the packages have other names.
need() {
    command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || return 0
    local missing=() package
    for package in "$@"; do
        # libglib2.0-0 is called libglib2.0-0t64 on newer releases.
        # dpkg-query fails when it knows only one of the two names, so its answer is read instead.
        case $(dpkg-query -W -f='${Status};' "$package" "${package}t64" 2>/dev/null || true) in
            *"install ok installed"*) ;;
            *) missing+=("$package") ;;
        esac
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        echo "These system packages are missing. Install them, then run make again:" >&2
        echo "    sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}" >&2
        return 1
    fi
    echo "Installing system packages: ${missing[*]}"
    apt-get update -qq </dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" </dev/null >/dev/null
}

# runs PYTHON CODE: tell whether that Python really starts and CODE holds in it.
# A shim may be on the path and still have no Python behind it.
runs() {
    "$1" -c "import sys; sys.exit(not ($2))" >/dev/null 2>&1
}
