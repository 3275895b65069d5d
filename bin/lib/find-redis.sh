# shellcheck shell=bash
# Sourced by bin/check: sees that there is a redis-server, because tests share limits between nodes in a real one.

find_redis() {
    if command -v redis-server >/dev/null 2>&1; then
        return 0
    fi
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests need a redis-server: install it (on Debian: apt-get install redis-server)." >&2
        return 2
    fi
    echo "Installing redis-server for the tests"
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends redis-server; } >/dev/null; then
        echo "The package redis-server could not be installed; the tests need it." >&2
        return 2
    fi
}
