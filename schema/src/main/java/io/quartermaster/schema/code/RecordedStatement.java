package io.quartermaster.schema.code;

import java.util.Comparator;
import java.util.List;

/**
 * One statement as a store issues it, with the Java types on both of its sides.
 *
 * @param method the store with its package below {@code io.quartermaster}, and the method: {@code model.ModelConfigStore.find}
 * @param sql on one line, a question mark for each parameter, lists of any length told as lists of one
 * @param ownerOnly whether only the owner's role issues it
 * @param parameters simple names of Java types, in the order of the question marks
 */
public record RecordedStatement(
        String method, String sql, boolean ownerOnly, List<String> parameters, List<Column> columns)
        implements Comparable<RecordedStatement> {

    private static final Comparator<RecordedStatement> ORDER = Comparator.comparing(RecordedStatement::method)
            .thenComparing(RecordedStatement::sql)
            .thenComparing(statement -> statement.parameters().toString())
            .thenComparing(statement -> statement.columns().toString())
            .thenComparing(RecordedStatement::ownerOnly);

    /** One column of the result, and the simple name of the Java type it is read as. */
    public record Column(String name, String type) {

        public Column {
            requireWord(name);
            requireWord(type);
        }
    }

    public RecordedStatement {
        requireWord(method);
        if (sql.isBlank() || sql.contains("\n")) {
            throw new IllegalArgumentException("A statement is one line of SQL");
        }
        parameters = List.copyOf(parameters);
        parameters.forEach(RecordedStatement::requireWord);
        columns = List.copyOf(columns);
    }

    /** The same for the server's role. */
    RecordedStatement forServer() {
        return new RecordedStatement(method, sql, false, parameters, columns);
    }

    @Override
    public int compareTo(RecordedStatement other) {
        return ORDER.compare(this, other);
    }

    private static void requireWord(String word) {
        if (!word.matches("[^\\s,]+")) {
            throw new IllegalArgumentException("\"" + word + "\" must be one word, to stand in the file of statements");
        }
    }
}
