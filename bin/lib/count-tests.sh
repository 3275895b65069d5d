# shellcheck shell=bash
# Sourced by bin/check: adds up what Surefire wrote in every module, and the console's two runners in theirs.

# Prints an attribute of a line of XML, or 0.
xml_number() {
    local name=$1 line=$2
    case $line in
        *" $name=\""*)
            line=${line#*" $name=\""}
            printf '%s' "${line%%\"*}"
            ;;
        *) printf 0 ;;
    esac
}

# Prints the opening tag of every suite of a report, one a line, the last of them perhaps without its end. Surefire writes one suite into a file, which may hold anything after it.
test_suites() {
    case $1 in
        ./console/*) grep -o '<testsuite [^>]*>' "$1" ;;
        *) tr '\n' ' ' <"$1" | sed -n 's/.*\(<testsuite [^>]*>\).*/\1/p' ;;
    esac
}

# Sets tests_passed, tests_failed (failures and errors), tests_skipped, and tests_unread: reports that tell of no suite.
count_tests() {
    local report line tests bad skipped suites
    tests_passed=0 tests_failed=0 tests_skipped=0 tests_unread=()
    for report in ./*/target/surefire-reports/TEST-*.xml ./console/target/vitest.xml ./console/target/e2e.xml; do
        [ -f "$report" ] || continue
        suites=0
        while IFS= read -r line || [ -n "$line" ]; do
            suites=$((suites + 1))
            tests=$(xml_number tests "$line")
            bad=$(($(xml_number failures "$line") + $(xml_number errors "$line")))
            skipped=$(xml_number skipped "$line")
            tests_failed=$((tests_failed + bad))
            tests_skipped=$((tests_skipped + skipped))
            tests_passed=$((tests_passed + tests - bad - skipped))
        done < <(test_suites "$report")
        [ "$suites" -gt 0 ] || tests_unread+=("$report")
    done
}
