# shellcheck shell=bash
# Sourced by bin/lib/build.sh, bin/lib/build-console.sh and bin/check-console: what the web console is made of.

# Is a source of the console newer than this file? What the build itself writes (folders, generated sources) is none.
console_newer_than() {
    local home=$1 stamp=$2
    [ -n "$(find "$home/console" "$home/api" -mindepth 1 \
        \( -path "$home/console/node_modules" -o -path "$home/console/dist" -o -path "$home/console/target" \
        -o -path "$home/console/test-results" \) -prune -o \
        ! -name '*.gen.ts' ! -path "$home/console/src/api" -newer "$stamp" -print 2>/dev/null | sed -n 1p)" ]
}

# What somebody set for other projects, in the environment or for npm, must not leave out what the console needs.
console_environment() {
    local home=$1
    unset NODE_ENV NODE_OPTIONS FORCE_COLOR
    export NO_COLOR=1
    if [ ! -w "${HOME:-/nonexistent}" ]; then
        export npm_config_cache="${npm_config_cache:-$home/console/target/npm}"
    fi
}

# Runs a step in the console's folder; what it writes is only shown when it fails.
console_step() {
    local log=$PWD/target/build.log
    mkdir -p target
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 30 "$log" | sed 's/^/[ERROR] console: /'
        echo "[ERROR] console: '$*' failed; the whole output is in $log. To build without the console: -Dconsole.skip"
        exit 1
    fi
}

# Fetches the console's libraries when the lock file is not the one that they were fetched for.
console_libraries() {
    cmp -s package-lock.json node_modules/.installed-lock.json && return
    echo "Console: fetching its libraries with npm"
    console_step npm ci --no-audit --no-fund --prefer-offline --ignore-scripts --include=dev --include=optional \
        --global=false --workspaces=false --dry-run=false --loglevel=error
    cp package-lock.json node_modules/.installed-lock.json
    rm -f node_modules/.built
}
