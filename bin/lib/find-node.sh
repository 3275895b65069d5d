# shellcheck shell=bash
# Sourced by bin/check: sees that there is a Node and npm, because tests drive the server with the official JavaScript
# clients. The version does not matter here: the testkit brings a newer Node by npm where Debian's is too old.

find_node() {
    if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then
        return 0
    fi
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests need Node and npm: install them (on Debian: apt-get install nodejs npm)." >&2
        return 2
    fi
    echo "Installing nodejs and npm for the tests"
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nodejs npm; } >/dev/null; then
        echo "The packages nodejs and npm could not be installed; the tests need Node and npm." >&2
        return 2
    fi
}
