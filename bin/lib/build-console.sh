#!/usr/bin/env bash
# Called by Maven (server/pom.xml): builds the web console with the machine's Node.js, when a source of it is newer than what is
# built, and puts it where the server's jar takes it from.
#
#   bin/lib/build-console.sh <folder of the server's classes> [true: leave it out]
#
# Without Node.js 20.19 or newer it says so in one line, and the server serves its API alone.
set -euo pipefail
home=$(cd -P "$(dirname "$0")/../.." && pwd)
packed=$1/console
# shellcheck source=bin/lib/console.sh
. "$home/bin/lib/console.sh"

without() {
    rm -rf "$packed"
    echo "Console: $1; this build serves the API alone"
    exit 0
}

[ "${2:-false}" != true ] || without "left out, as -Dconsole.skip says"
[ -f "$home/console/package.json" ] || without "there are no sources of it"
version=$(node --version 2>/dev/null) || version=
IFS=. read -r major minor _ <<<"${version#v}"
if [ -z "$version" ] || [ "${major:-0}" -lt 20 ] || { [ "$major" -eq 20 ] && [ "${minor:-0}" -lt 19 ]; }; then
    without "no Node.js 20.19 or newer${version:+ (only $version)}"
fi
command -v npm >/dev/null 2>&1 || without "Node.js $version has no npm beside it"

cd "$home/console"
console_environment "$home"
console_libraries

if [ ! -f dist/index.html ] || [ ! -f node_modules/.built ] || console_newer_than "$home" node_modules/.built; then
    echo "Console: building it with Node.js $version"
    touch node_modules/.building # a source saved from here on is newer than this build
    rm -rf dist
    console_step npm run build
    mv node_modules/.building node_modules/.built
fi

# Whole, so that no file of an earlier build stays in the jar.
rm -rf "$packed"
mkdir -p "$1"
cp -R dist "$packed"
