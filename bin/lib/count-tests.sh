# shellcheck shell=bash
# Sourced by bin/check: adds up what Surefire wrote in every module.

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

# Sets tests_passed, tests_failed (failures and errors) and tests_skipped.
count_tests() {
    local report line tests bad skipped
    tests_passed=0 tests_failed=0 tests_skipped=0
    for report in ./*/target/surefire-reports/TEST-*.xml; do
        [ -f "$report" ] || continue
        line=$(tr '\n' ' ' <"$report" | sed -n 's/.*\(<testsuite [^>]*>\).*/\1/p')
        tests=$(xml_number tests "$line")
        bad=$(($(xml_number failures "$line") + $(xml_number errors "$line")))
        skipped=$(xml_number skipped "$line")
        tests_failed=$((tests_failed + bad))
        tests_skipped=$((tests_skipped + skipped))
        tests_passed=$((tests_passed + tests - bad - skipped))
    done
}
