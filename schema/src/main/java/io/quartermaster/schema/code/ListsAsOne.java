package io.quartermaster.schema.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A statement whose lists are as long as what the caller had, told as one with lists of one: {@code in (?, ?, ?)} and
 * {@code values (?, ?), (?, ?)}. It asks the same of a schema.
 *
 * @param parameters what is left of them, in the order of the question marks
 */
public record ListsAsOne<P>(String sql, List<P> parameters) {

    public ListsAsOne {
        parameters = List.copyOf(parameters);
    }

    public static <P> ListsAsOne<P> of(String sql, List<P> parameters) {
        StringBuilder out = new StringBuilder();
        List<P> kept = new ArrayList<>();
        int at = 0;
        int parameter = 0;
        while (at < sql.length()) {
            int end = SqlWords.end(sql, at);
            if (sql.charAt(at) == '(' && (endsWithWord(out, "in") || endsWithWord(out, "values"))) {
                Lists lists = Lists.at(sql, at, endsWithWord(out, "values"));
                ListsAsOne<P> inner =
                        of(lists.first(), parameters.subList(parameter, parameter + lists.marksOfFirst()));
                out.append('(').append(inner.sql()).append(')');
                kept.addAll(inner.parameters());
                parameter += lists.marks();
                at = lists.end();
            } else {
                if (sql.charAt(at) == '?') {
                    kept.add(parameters.get(parameter++));
                }
                out.append(sql, at, end);
                at = end;
            }
        }
        if (parameter != parameters.size()) {
            throw new IllegalArgumentException(
                    parameters.size() + " parameters, but " + parameter + " question marks: " + sql);
        }
        return new ListsAsOne<>(out.toString(), kept);
    }

    private static boolean endsWithWord(CharSequence text, String word) {
        String lower = text.toString().stripTrailing().toLowerCase(Locale.ROOT);
        int before = lower.length() - word.length() - 1;
        return lower.endsWith(word) && (before < 0 || !Character.isJavaIdentifierPart(lower.charAt(before)));
    }

    /** What stands in brackets behind {@code in} or {@code values}. */
    private record Lists(String first, int marksOfFirst, int marks, int end) {

        static Lists at(String sql, int open, boolean rows) {
            int close = SqlWords.close(sql, open);
            String content = sql.substring(open + 1, close);
            if (!rows) {
                List<String> parts = SqlWords.parts(content);
                String first = parts.stream().distinct().count() == 1 ? parts.getFirst() : content;
                return new Lists(first, SqlWords.marks(first), SqlWords.marks(content), close + 1);
            }
            int marks = SqlWords.marks(content);
            int end = close + 1;
            int all = marks;
            String more = ", (" + content + ")";
            while (sql.startsWith(more, end)) {
                end += more.length();
                all += marks;
            }
            return new Lists(content, marks, all, end);
        }
    }
}
