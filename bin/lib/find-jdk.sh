# shellcheck shell=bash
# Sourced by ./quartermaster and by the scripts in bin/: finds a Java of version 25 or newer.
#
#   find_jdk jdk   needs a compiler as well (to build)
#   find_jdk jre   a runtime is enough (to run what is built)
#
# Sets and exports JAVA_HOME, or says in one sentence what to install and returns 2. Looks at JAVA_HOME, then at the
# java on PATH, then into the usual folders; an older Java that comes first (Debian's default is 17) is passed over.
# The version is read from the "release" file of each Java, so that no JVM has to start; works with bash 3.2 (macOS).

readonly jdk_required=25

# Prints the value of a key (JAVA_VERSION, JAVA_RUNTIME_VERSION, ...) in the release file of a Java home; fails without one.
jdk_release_value() {
    local home=$1 key=$2 line
    [ -r "$home/release" ] || return 1
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
            "$key="*)
                line=${line#"$key="}
                line=${line%$'\r'}
                line=${line#\"}
                printf '%s\n' "${line%\"}"
                return 0
                ;;
        esac
    done <"$home/release"
    return 1
}

# Prints what a running java says of itself; for a Java without a release file only, because it starts a JVM.
jdk_property() {
    local java=$1 key=$2
    "$java" -XshowSettings:properties -version 2>&1 </dev/null |
        sed -n "s/^ *$key = //p" | sed -n 1p
}

# Prints the feature version (17, 25, ...) of the Java in a folder; fails if it cannot be told.
jdk_feature() {
    local home=$1 version
    version=$(jdk_release_value "$home" JAVA_VERSION) ||
        version=$(jdk_property "$home/bin/java" java.specification.version)
    version=${version%%[!0-9]*}
    [ -n "$version" ] || return 1
    printf '%s\n' "$version"
}

# Is this folder a Java that will do?
jdk_fits() {
    local home=$1 need=$2 feature
    [ -x "$home/bin/java" ] && [ ! -d "$home/bin/java" ] || return 1
    [ "$need" = jre ] || [ -x "$home/bin/javac" ] || return 1
    feature=$(jdk_feature "$home") || return 1
    [ "$feature" -ge "$jdk_required" ]
}

# Prints the home of the java on PATH, through symbolic links such as /usr/bin/java -> /etc/alternatives/java -> ...
jdk_home_on_path() {
    local java target
    java=$(command -v java) || return 1
    case $java in /*) ;; *) return 1 ;; esac
    while [ -L "$java" ]; do
        target=$(readlink "$java")
        case $target in
            /*) java=$target ;;
            *) java=${java%/*}/$target ;;
        esac
    done
    target=$(cd -P "${java%/*}/.." 2>/dev/null && pwd) || return 1
    if [ ! -r "$target/release" ]; then
        target=$(jdk_property "$java" java.home) # a wrapper script (jenv, asdf, macOS): only the JVM knows
    fi
    [ -n "$target" ] || return 1
    printf '%s\n' "$target"
}

find_jdk() {
    local need=$1 home best='' best_feature=0 feature
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME" "$need"; then
        export JAVA_HOME
        return 0
    fi
    if home=$(jdk_home_on_path) && jdk_fits "$home" "$need"; then
        export JAVA_HOME=$home
        return 0
    fi
    # Of several, the lowest version that will do: it is the one that Quartermaster is tested with.
    for home in /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
        jdk_fits "$home" "$need" || continue
        feature=$(jdk_feature "$home")
        if [ -z "$best" ] || [ "$feature" -lt "$best_feature" ]; then
            best=$home
            best_feature=$feature
        fi
    done
    if [ -n "$best" ]; then
        export JAVA_HOME=$best
        return 0
    fi
    if [ "$need" = jdk ]; then
        echo "Quartermaster builds with a JDK $jdk_required or newer and found none: install one, for example Eclipse Temurin $jdk_required (https://adoptium.net), and set JAVA_HOME to its folder." >&2
    else
        echo "Quartermaster runs on Java $jdk_required or newer and found none: install it, for example Eclipse Temurin $jdk_required (https://adoptium.net), and set JAVA_HOME to its folder." >&2
    fi
    return 2
}

# Prints what an AOT cache beside the jars in a folder must have been made of: this JVM and these jars of ours.
jdk_aot_key() {
    local lib=$1
    jdk_release_value "$JAVA_HOME" IMPLEMENTOR || true
    jdk_release_value "$JAVA_HOME" JAVA_RUNTIME_VERSION || true
    jdk_release_value "$JAVA_HOME" OS_ARCH || true
    (cd "$lib" && cksum quartermaster-*.jar)
}
