package io.quartermaster.schema.code;

import io.quartermaster.schema.code.RecordedStatement.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How statements stand in a file: a block each, sorted, for people to review. */
public final class RecordedStatements {

    private static final String INDENT = "    ";
    private static final String TAKES = INDENT + "takes ";
    private static final String GIVES = INDENT + "gives ";
    private static final String OWNER = INDENT + "as the owner";

    private RecordedStatements() {}

    /** The file without its heading; what the server's role issues too is not told again as the owner's. */
    public static String write(Collection<RecordedStatement> statements) {
        SortedSet<RecordedStatement> sorted = new TreeSet<>(statements);
        sorted.removeIf(statement -> statement.ownerOnly() && statements.contains(statement.forServer()));
        return sorted.stream().map(RecordedStatements::block).collect(Collectors.joining("\n"));
    }

    private static String block(RecordedStatement statement) {
        StringBuilder block = new StringBuilder(statement.method() + "\n" + INDENT + statement.sql() + "\n");
        if (!statement.parameters().isEmpty()) {
            block.append(TAKES)
                    .append(String.join(", ", statement.parameters()))
                    .append('\n');
        }
        if (!statement.columns().isEmpty()) {
            block.append(GIVES)
                    .append(statement.columns().stream()
                            .map(column -> column.name() + " " + column.type())
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        return block.append(statement.ownerOnly() ? OWNER + "\n" : "").toString();
    }

    /** Reads what {@link #write} wrote; lines that begin with {@code #} are comments. */
    public static List<RecordedStatement> read(String text) {
        List<RecordedStatement> statements = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : (text + "\n\n").split("\n", -1)) {
            if (line.isBlank() && !block.isEmpty()) {
                statements.add(statement(block));
                block.clear();
            } else if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line);
            }
        }
        return statements;
    }

    private static RecordedStatement statement(List<String> block) {
        List<String> parameters = List.of();
        List<Column> columns = List.of();
        boolean ownerOnly = false;
        if (block.size() < 2) {
            throw new IllegalArgumentException("A statement has a method and SQL, not only: " + block);
        }
        for (String line : block.subList(2, block.size())) {
            if (line.startsWith(TAKES)) {
                parameters = List.of(line.substring(TAKES.length()).split(", "));
            } else if (line.startsWith(GIVES)) {
                columns = List.of(line.substring(GIVES.length()).split(", ")).stream()
                        .map(RecordedStatements::column)
                        .toList();
            } else if (line.equals(OWNER)) {
                ownerOnly = true;
            } else {
                throw new IllegalArgumentException("This line says nothing about a statement: " + line);
            }
        }
        return new RecordedStatement(block.getFirst(), block.get(1).strip(), ownerOnly, parameters, columns);
    }

    private static Column column(String text) {
        int space = text.lastIndexOf(' ');
        return new Column(text.substring(0, space), text.substring(space + 1));
    }
}
