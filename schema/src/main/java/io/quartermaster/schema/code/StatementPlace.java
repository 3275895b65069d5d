package io.quartermaster.schema.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds in a statement what a place in it is about. The database's messages say it too, but in its operator's language. */
final class StatementPlace {

    private static final Pattern TARGET =
            Pattern.compile("^(?:insert into|update|delete from) (\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern INSERTED =
            Pattern.compile("^insert into \\w+ \\(([^)]*)\\) values (\\(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Set<String> PASSED_OVER = Set.of(
            "(",
            "cast",
            "any",
            "in",
            "=",
            "<",
            ">",
            "!",
            "+",
            "-",
            "not",
            "distinct",
            "from",
            "is",
            "greatest",
            "least");
    private static final Set<String> BEFORE_A_COLUMN = Set.of("set", ",");

    private record Word(String text, int start) {}

    private final String sql;
    private final List<Word> words = new ArrayList<>();

    /** @param sql with numbered parameters */
    StatementPlace(String sql) {
        this.sql = sql;
        for (int at = 0; at < sql.length(); ) {
            int end = SqlWords.end(sql, at);
            while (end < sql.length() - 1
                    && sql.charAt(end) == '.'
                    && Character.isJavaIdentifierStart(sql.charAt(end + 1))) {
                end = SqlWords.end(sql, end + 1);
            }
            if (!Character.isWhitespace(sql.charAt(at))) {
                words.add(new Word(sql.substring(at, end), at));
            }
            at = end;
        }
    }

    /** The word at a position that counts from 1. */
    String wordAt(int position) {
        return words.stream()
                .filter(word -> word.start() <= position - 1
                        && position - 1 < word.start() + word.text().length())
                .map(Word::text)
                .findFirst()
                .orElse("");
    }

    /** The column that is compared with, or set to, what stands at a position; empty if there is none. */
    String columnBefore(int position) {
        int at = 0;
        while (at < words.size() && words.get(at).start() < position - 1) {
            at++;
        }
        for (int i = at - 1; i > 0; i--) {
            String word = words.get(i).text();
            if (!PASSED_OVER.contains(word.toLowerCase(Locale.ROOT))) {
                boolean column = word.matches("[a-z_]\\w*\\.\\w+")
                        || (word.matches("[a-z_]\\w*")
                                && BEFORE_A_COLUMN.contains(
                                        words.get(i - 1).text().toLowerCase(Locale.ROOT)));
                return column ? qualified(word) : "";
            }
        }
        return "";
    }

    /** The column that a parameter is compared with or written to; the first one is 1. */
    String columnOfParameter(int number) {
        Matcher insert = INSERTED.matcher(sql);
        if (insert.find()) {
            String values = insert.group(2);
            List<String> columns = SqlWords.parts(insert.group(1));
            List<String> parts = SqlWords.parts(values.substring(1, SqlWords.close(values, 0)));
            for (int i = 0; i < parts.size() && i < columns.size(); i++) {
                if (parts.get(i).matches("(cast\\()?\\$" + number + "\\b.*")) {
                    return qualified(columns.get(i));
                }
            }
        }
        return words.stream()
                .filter(word -> word.text().equals("$" + number))
                .map(word -> columnBefore(word.start() + 1))
                .findFirst()
                .orElse("");
    }

    /** With the table that is written to, where the statement names none. */
    String qualified(String column) {
        String target = target();
        return column.contains(".") || target.isEmpty() ? column : target + "." + column;
    }

    /** The table that is written to; empty for reading. */
    String target() {
        Matcher matcher = TARGET.matcher(sql);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Every word that could name a table. */
    Set<String> names() {
        return words.stream()
                .map(Word::text)
                .filter(word -> word.matches("[a-z_]\\w*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
