# shellcheck shell=bash
# Sourced by bin/check: puts a Node of version 20 or newer, and npm, on PATH. Tests drive the server with the official
# JavaScript clients. Debian 12 has Node 18: there a newer one comes from npm, into target/, for this checkout only.

readonly node_required=20
readonly node_package=22.23.3

node_fits() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    version=${version%%.*}
    [ -n "$version" ] && [ "$version" -ge "$node_required" ]
}

find_node() {
    local home arch bin
    if node_fits && command -v npm >/dev/null 2>&1; then
        return 0
    fi
    if ! command -v npm >/dev/null 2>&1; then
        if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
            echo "Installing nodejs and npm for the tests"
            if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm; } >/dev/null; then
                echo "The packages nodejs and npm could not be installed; the tests need Node $node_required or newer and npm." >&2
                return 2
            fi
        else
            echo "The tests need Node $node_required or newer and npm: install them (on Debian: apt install nodejs npm)." >&2
            return 2
        fi
    fi
    node_fits && return 0
    home=$PWD/target/node
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) arch=linux-x64 ;;
        Linux-aarch64) arch=linux-arm64 ;;
        Darwin-arm64) arch=darwin-arm64 ;;
        *)
            echo "The tests need Node $node_required or newer; $(node --version) is too old: install a newer one." >&2
            return 2
            ;;
    esac
    bin=$home/node_modules/node-$arch/bin
    if [ ! -x "$bin/node" ]; then
        echo "Fetching Node $node_package for the tests, because $(node --version) is too old"
        mkdir -p "$home"
        npm install --no-audit --no-fund --silent --prefix "$home" "node-$arch@$node_package" >/dev/null || {
            echo "Node $node_package could not be fetched; the tests need Node $node_required or newer." >&2
            return 2
        }
    fi
    export PATH=$bin:$PATH
}
