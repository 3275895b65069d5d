# shellcheck shell=bash
# Sourced by bin/check and bin/generate-statements: the file of statements against what the server's tests recorded.

recorded_statements=server/target/statements

# statements_file check|write|add: needs the compiled classes of the server and its tests, and nothing else.
statements_file() {
    "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -cp server/target/test-classes:server/target/classes:schema/target/classes \
        io.quartermaster.statements.StatementsFile "$1" server
}
