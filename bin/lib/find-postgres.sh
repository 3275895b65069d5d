# shellcheck shell=bash
# Sourced by bin/check: sees that Debian's PostgreSQL 15 is there, the oldest that is supported, beside the embedded one. Only its programs are used; no
# server of the system is started for it.

find_postgres() {
    local major=15
    if [ -x "/usr/lib/postgresql/$major/bin/initdb" ]; then
        return 0
    fi
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        echo "The tests need PostgreSQL $major in /usr/lib/postgresql/$major: install it (on Debian: apt-get install postgresql-$major)." >&2
        return 2
    fi
    echo "Installing postgresql-$major for the tests"
    # Without a cluster of the system's, which nobody asked for: the tests make their own.
    local settings=/etc/postgresql-common/createcluster.d/quartermaster-tests.conf status=0
    mkdir -p "$(dirname "$settings")"
    echo "create_main_cluster = false" >"$settings"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "postgresql-$major"; } >/dev/null || status=2
    rm -f "$settings"
    [ "$status" -eq 0 ] || echo "The package postgresql-$major could not be installed; the tests need it." >&2
    return "$status"
}
