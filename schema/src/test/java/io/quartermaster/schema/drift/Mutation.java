package io.quartermaster.schema.drift;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One change of the schema in base.sql.
 *
 * @param told each finding as its kind and its object
 * @param left what is still told once the repairs were made
 */
record Mutation(String sql, List<String> told, List<String> left) {

    /** All of mutations.txt. */
    static List<Mutation> list() {
        List<Mutation> mutations = new ArrayList<>();
        for (String block : resource("mutations.txt").split("\n\n", -1)) {
            String sql = "";
            List<String> told = new ArrayList<>();
            List<String> left = new ArrayList<>();
            for (String line : block.lines().toList()) {
                if (line.startsWith("=> ")) {
                    told.add(line.substring(3));
                } else if (line.startsWith("~~ ")) {
                    left.add(line.substring(3));
                } else if (!line.startsWith("#")) {
                    sql += line;
                }
            }
            if (!sql.isBlank()) {
                mutations.add(new Mutation(sql, List.copyOf(told), List.copyOf(left)));
            }
        }
        return mutations;
    }

    static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(Mutation.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
