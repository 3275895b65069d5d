package io.quartermaster.schema.code;

import java.util.ArrayList;
import java.util.List;

/** Just enough of SQL's spelling to find question marks, brackets and commas outside quotes. */
final class SqlWords {

    private SqlWords() {}

    /** Where the quoted text, word or single character that begins here ends. */
    static int end(String sql, int start) {
        char first = sql.charAt(start);
        if (first == '\'' || first == '"') {
            int end = sql.indexOf(first, start + 1);
            return end < 0 ? sql.length() : end + 1;
        }
        int end = start + 1;
        if (Character.isJavaIdentifierStart(first)) {
            while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
                end++;
            }
        }
        return end;
    }

    /** Where the bracket that opens here is closed. */
    static int close(String sql, int open) {
        int depth = 0;
        for (int at = open; at < sql.length(); at = end(sql, at)) {
            if (sql.charAt(at) == '(') {
                depth++;
            } else if (sql.charAt(at) == ')' && --depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("A bracket is not closed: " + sql);
    }

    static int marks(String sql) {
        int marks = 0;
        for (int at = 0; at < sql.length(); at = end(sql, at)) {
            marks += sql.charAt(at) == '?' ? 1 : 0;
        }
        return marks;
    }

    /** What stands between the commas that are in no bracket. */
    static List<String> parts(String sql) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int at = 0; at < sql.length(); at = end(sql, at)) {
            char here = sql.charAt(at);
            depth += here == '(' ? 1 : here == ')' ? -1 : 0;
            if (here == ',' && depth == 0) {
                parts.add(sql.substring(start, at).strip());
                start = at + 1;
            }
        }
        parts.add(sql.substring(start).strip());
        return parts;
    }

    /** With numbered parameters, as the database wants to see them. */
    static String numbered(String sql) {
        StringBuilder numbered = new StringBuilder();
        int parameter = 0;
        for (int at = 0; at < sql.length(); ) {
            int end = end(sql, at);
            numbered.append(sql.charAt(at) == '?' ? "$" + ++parameter : sql.substring(at, end));
            at = end;
        }
        return numbered.toString();
    }
}
