# shellcheck shell=bash
# Sourced by ./quartermaster and bin/dev: builds the server of a source checkout when it has to, showing how far it is.

# shellcheck source=bin/lib/console.sh
. "${BASH_SOURCE[0]%/*}/console.sh"

# Where the profile "quick" of the root pom leaves what can be run.
readonly build_output=server/target/quick/dist/quartermaster

# Is there no build, or a source newer than it? Folders count too: their time changes when a file goes away.
build_needed() {
    local home=$1 stamp=$1/server/target/quick/built sources=() path
    [ -f "$stamp" ] && [ -f "$home/$build_output/lib/quartermaster-server.jar" ] || return 0
    for path in "$home"/pom.xml "$home"/.mvn "$home"/api "$home"/*/pom.xml "$home"/*/src/main "$home"/*/src/generated; do
        case $path in
            "$home"/bench/* | "$home"/testkit/*) ;; # not part of the server
            *) [ ! -e "$path" ] || sources+=("$path") ;;
        esac
    done
    [ -n "$(find "${sources[@]}" -newer "$stamp" -print 2>/dev/null | sed -n 1p)" ] || console_newer_than "$home" "$stamp"
}

# Passes on what is worth a line of Maven's output (which is kept whole in the log).
build_progress() {
    local line module
    while IFS= read -r line; do
        case $line in
            *"Building Quartermaster :: "*"["*)
                module=${line#*:: }
                printf '  %-10s %s\n' "${module%% *}" "${line##* }" >&2
                ;;
            "Console: "*) printf '  %s\n' "$line" >&2 ;;
        esac
    done
}

build_if_needed() {
    local home=$1 log beat status=0
    [ -z "${QUARTERMASTER_NO_BUILD:-}" ] || return 0
    build_needed "$home" || return 0
    mkdir -p "$home/server/target/quick"
    log=$home/server/target/quick/build.log
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$home/server/target/quick/lock"
        flock 9 # another start of the same checkout may be building: wait for it, then look again
        build_needed "$home" || { exec 9>&-; return 0; }
    fi
    echo "Building Quartermaster with $JAVA_HOME; the first time fetches libraries and takes some minutes." >&2
    touch "$home/server/target/quick/building" # a source saved from here on is newer than this build
    (while sleep 15 >/dev/null 2>&1; do kill -0 $$ 2>/dev/null || exit 0; echo "  ... $SECONDS s" >&2; done) 9>&- &
    beat=$!
    (
        cd "$home"
        ./mvnw -B -Pquick -pl server -am package -DskipTests -Dmaven.test.skip=true \
            -Dspotless.check.skip -Denforcer.skip -Djacoco.skip -Dcyclonedx.skip -Darchive.skip </dev/null 2>&1
    ) 9>&- | tee "$log" | build_progress || status=1
    kill "$beat" 2>/dev/null || true
    wait "$beat" 2>/dev/null || true
    if [ "$status" -ne 0 ]; then
        grep -E '^\[(ERROR\]|WARNING\].*\.java:)' "$log" | sed '/-> \[Help/,$d' | sed -n 1,20p >&2 || tail -n 20 "$log" >&2
        echo "Quartermaster could not be built: the first errors are above, the whole output is in $log." >&2
        return 2
    fi
    mv "$home/server/target/quick/building" "$home/server/target/quick/built"
    [ ! -e "$home/server/target/quick/lock" ] || exec 9>&-
    echo "Built." >&2
}
