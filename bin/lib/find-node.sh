# shellcheck shell=bash
# Sourced by bin/check and others: sees that there is a Node and npm. Tests drive the server with the official JavaScript clients,
# and the console is built with them.

# The oldest that builds the console, and the one that is fetched for machines with an older one (Debian 12 has 18).
readonly node_required=20.19 node_fetched=22.23.3

node_is_new_enough() {
    local version major minor
    version=$("$1" --version 2>/dev/null) || return 1
    IFS=. read -r major minor _ <<<"${version#v}"
    [ "${major:-0}" -gt "${node_required%.*}" ] || { [ "$major" -eq "${node_required%.*}" ] && [ "${minor:-0}" -ge "${node_required#*.}" ]; }
}

# Puts a newer Node of npm's into target/ and before the machine's on PATH, for this run alone.
fetch_node() {
    local home=$1 old machine folder
    old=$(node --version)
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) machine=linux-x64 ;;
        Linux-aarch64) machine=linux-arm64 ;;
        *) machine= ;;
    esac
    folder=$home/target/node-$node_fetched
    if [ -n "$machine" ] && ! node_is_new_enough "$folder/node_modules/node-$machine/bin/node"; then
        echo "Fetching Node $node_fetched with npm into target/, because the console needs $node_required or newer and this machine has $old"
        mkdir -p "$folder"
        npm install --prefix "$folder" --no-save --ignore-scripts --no-audit --no-fund --silent "node-$machine@$node_fetched" >/dev/null 2>&1 </dev/null || true
    fi
    if [ -z "$machine" ] || ! node_is_new_enough "$folder/node_modules/node-$machine/bin/node"; then
        echo "The console needs Node $node_required or newer, and this machine has $old: install a newer one (https://nodejs.org)." >&2
        return 2
    fi
    PATH=$folder/node_modules/node-$machine/bin:$PATH
    export PATH
}

find_node() {
    local home
    home=$(cd -P "${BASH_SOURCE[0]%/*}/../.." && pwd)
    if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
        if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
            echo "The tests need Node $node_required or newer and npm: install them (https://nodejs.org)." >&2
            return 2
        fi
        echo "Installing nodejs and npm for the tests"
        if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm; } >/dev/null; then
            echo "The packages nodejs and npm could not be installed; the tests need Node and npm." >&2
            return 2
        fi
    fi
    node_is_new_enough node || fetch_node "$home"
}
