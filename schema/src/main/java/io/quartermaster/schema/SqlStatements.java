package io.quartermaster.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of an SQL script, without comments; what is quoted stays as it is, semicolons in it too. */
final class SqlStatements {
    private static final Pattern TOKEN = Pattern.compile("""
            (?<comment>--[^\\n]*|/\\*.*?\\*/)|(?<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*"|(?<tag>\\$[A-Za-z_]*\\$).*?\\k<tag>)|(?<end>;)""", Pattern.DOTALL);

    private SqlStatements() {}

    static List<String> of(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        Matcher token = TOKEN.matcher(script);
        int from = 0;
        while (token.find()) {
            current.append(script, from, token.start());
            from = token.end();
            if (token.group("end") != null) {
                add(statements, current);
            } else {
                current.append(token.group("comment") != null ? " " : token.group());
            }
        }
        current.append(script, from, script.length());
        add(statements, current);
        return statements;
    }

    private static void add(List<String> statements, StringBuilder current) {
        if (!current.toString().isBlank()) {
            statements.add(current.toString().strip());
        }
        current.setLength(0);
    }
}
