package io.quartermaster.schema;

/** Names and texts, quoted for the places where SQL takes no parameters. */
final class SqlText {
    private SqlText() {}

    static String identifier(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String literal(String text) {
        if (text.indexOf('\\') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A text with a backslash or a NUL is not written into SQL");
        }
        return "'" + text.replace("'", "''") + "'";
    }
}
