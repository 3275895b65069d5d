package io.quartermaster.statements;

import io.quartermaster.schema.code.RecordedStatement;
import io.quartermaster.schema.code.RecordedStatements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The file of statements that the product carries. The main method compares it with a recording or writes it;
 * {@code bin/check} and {@code bin/generate-statements} call it.
 */
final class StatementsFile {

    private static final String FILE = "src/main/resources/io/quartermaster/platform/db/statements.txt";
    private static final String HEADING = """
            # Every statement that a store issues, as it was recorded while the tests ran: bin/generate-statements writes this file.
            # A line of SQL, the Java types of its parameters and of the columns of its result. Lists of any length are told as lists of one.

            """;

    private StatementsFile() {}

    /** {@code check}, {@code write} or {@code add}, and the folder of the server's module. */
    public static void main(String[] arguments) throws IOException {
        Path module = Path.of(arguments[1]);
        Recording recording = Recording.in(module.resolve("target/statements"));
        List<RecordedStatement> file = read(module.resolve(FILE));
        Set<String> unreached = new TreeSet<>(StoreMethods.issuing(module.resolve("target/classes")));
        unreached.removeAll(recording.reached());
        switch (arguments[0]) {
            case "check" -> {
                List<String> complaints = complaints(recording.statements(), file, unreached);
                complaints.forEach(System.out::println);
                if (!complaints.isEmpty()) {
                    System.exit(1);
                }
            }
            case "write" -> write(module.resolve(FILE), recording.statements());
            case "add" ->
                write(
                        module.resolve(FILE),
                        Stream.concat(file.stream(), recording.statements().stream())
                                .toList());
            default -> throw new IllegalArgumentException("check, write or add, not " + arguments[0]);
        }
    }

    private static List<RecordedStatement> read(Path file) throws IOException {
        return Files.exists(file) ? RecordedStatements.read(Files.readString(file)) : List.of();
    }

    private static void write(Path file, Collection<RecordedStatement> statements) throws IOException {
        if (statements.isEmpty()) {
            throw new IllegalStateException("Nothing was recorded: run the tests of the server first (bin/check does)");
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, HEADING + RecordedStatements.write(statements));
    }

    /** In words, with what to do; none if the file tells the truth. */
    static List<String> complaints(
            Collection<RecordedStatement> recorded, Collection<RecordedStatement> file, Set<String> unreached) {
        List<RecordedStatement> now = RecordedStatements.read(RecordedStatements.write(recorded));
        List<String> complaints = new ArrayList<>();
        now.stream()
                .filter(statement -> !file.contains(statement))
                .forEach(statement -> complaints.add(told(statement)
                        + " is issued and does not stand in server/" + FILE
                        + ": run bin/generate-statements, and review what it wrote"));
        file.stream()
                .filter(statement -> !now.contains(statement))
                .forEach(statement -> complaints.add(told(statement) + " stands in server/" + FILE
                        + " and no test made the store issue it: run bin/generate-statements if that is meant,"
                        + " else mend the test that was to reach it"));
        unreached.forEach(method -> complaints.add(
                method + " issues SQL and no test reached it: write the test that does, or remove the method"));
        return complaints;
    }

    private static String told(RecordedStatement statement) {
        return "The statement of " + statement.method() + (statement.ownerOnly() ? " as the owner" : "") + "\n    "
                + statement.sql() + "\n    (" + String.join(", ", statement.parameters()) + " to "
                + statement.columns() + ")\n";
    }
}
