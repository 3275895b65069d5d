# shellcheck shell=bash
# Sourced by bin/check-console and others: finds the Chromium that the journeys through the console are driven in. Sets and exports CHROMIUM.

find_chromium() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && CHROMIUM=$(command -v "$name"); then
            export CHROMIUM
            return 0
        fi
    done
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The console's tests need Chromium: install it (on Debian: apt-get install chromium), or set CHROMIUM to a Chrome." >&2
        return 2
    fi
    echo "Installing chromium for the tests of the console"
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium; } >/dev/null; then
        echo "The package chromium could not be installed; the console's tests need it." >&2
        return 2
    fi
    CHROMIUM=$(command -v chromium)
    export CHROMIUM
}
