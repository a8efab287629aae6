# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # `root` is set by the caller
#
# What ./run and ./check share: installing what is missing, configuring, building. Sourced, with
# `set -euo pipefail` and `root` set to the source folder. All messages go to standard error, so
# that the output of a program started by ./run stays clean.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() {
    say "$*"
    exit 3
}

# packages_of SECTION...: the package names of these sections of packages.txt.
packages_of() {
    local wanted=" $* " section='' line
    while IFS= read -r line; do
        line="${line%%#*}"
        line="${line//[[:space:]]/}"
        case "$line" in
        '') ;;
        \[*\]) section="${line:1:-1}" ;;
        *) [[ "$wanted" != *" $section "* ]] || printf '%s\n' "$line" ;;
        esac
    done <"$root/packaging/packages.txt"
}

# missing_packages SECTION...: those that are not installed. Every one, where there is no dpkg.
missing_packages() {
    local installed package
    installed="$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null || true)"
    for package in $(packages_of "$@"); do
        grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
    done
}

# as_root COMMAND...: runs it with the rights to install packages.
as_root() {
    if [[ "$(id -u)" == 0 ]]; then
        "$@"
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

may_install() {
    [[ "$(id -u)" == 0 ]] || { command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; }
}

# install_packages SECTION...: installs what is missing, if anything is.
install_packages() {
    local missing
    missing="$(missing_packages "$@" | tr '\n' ' ')"
    missing="${missing% }"
    if [[ -z "$missing" ]]; then
        return 0
    fi
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        fail "this is not Debian; please install what these Debian 12 packages hold: $missing"
    fi
    if ! may_install; then
        fail "no rights to install packages; please run: sudo apt-get install $missing"
    fi
    say "installing missing packages: $missing"
    # Noninteractive also answers tshark's question (may everybody capture packets?) with no.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2 ||
        say "the package lists could not be refreshed; trying with the old ones"
    # shellcheck disable=SC2086 # the list is meant to be split
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o Dpkg::Use-Pty=0 --no-install-recommends install $missing >&2 ||
        fail "packages could not be installed (Orrery is made for Debian 12): $missing"
}

# configure PRESET FOLDER: configures once, and again only if the presets changed or the source
# folder was moved. Changes of CMakeLists.txt files are the build's own business.
configure() {
    local preset="$1" folder="$2" stamp="$2/.configured"
    if [[ -f "$folder/build.ninja" && "$stamp" -nt "$root/CMakePresets.json" ]] &&
        grep -qxF "$root" "$stamp"; then
        return 0
    fi
    say "configuring the $preset build"
    rm -f "$folder/CMakeCache.txt"
    (cd "$root" && cmake --preset "$preset" >&2) || return 1
    printf '%s\n' "$root" >"$stamp"
}

# progress NAME: the lines of a build, from the first thing that is made on. What ninja and CMake say
# of themselves is no news (a trial run cannot tell: it always wants to look at the folders again).
# On a terminal the steps stand on one line.
progress() {
    local name="$1" line begun=''
    while IFS= read -r line; do
        case "$line" in
        '' | 'ninja: no work to do.' | 'ninja: Entering directory '* | '-- '* | \
            *'Re-checking globbed directories...' | *'Re-running CMake...' | *'Automatic MOC for target '*)
            continue
            ;;
        esac
        if [[ -z "$begun" ]]; then
            begun=1
            say "building $name"
        fi
        if [[ ! -t 2 ]]; then
            printf '%s\n' "$line" >&2
        elif [[ "$line" == '['*/*'] '* ]]; then
            printf '\r\033[K%.*s' "$((${COLUMNS:-80} - 1))" "$line" >&2
        else
            printf '\r\033[K%s\n' "$line" >&2
        fi
    done
    if [[ -n "$begun" && -t 2 ]]; then
        printf '\r\033[K' >&2
    fi
}

# build FOLDER TARGET: silent if there is nothing to do.
build() {
    local folder="$1" target="$2"
    cmake --build "$folder" --target "$target" -j "$(nproc)" 2>&1 |
        progress "$target in ${folder#"$root"/}"
    return "${PIPESTATUS[0]}"
}
