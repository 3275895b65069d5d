package io.quartermaster.postgres.backup;

import io.quartermaster.postgres.EmbeddedPostgresException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a backup says of itself, nothing of it secret.
 *
 * @param values by name; {@code format} and {@code postgres}, the major version, are always there
 */
public record BackupFacts(Map<String, String> values) {
    static final String FORMAT = "1";

    public BackupFacts {
        values = Map.copyOf(values);
        values.forEach((name, value) -> {
            if (!name.matches("[a-z][a-z0-9_]*") || value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("A fact is a word and a line, not " + name);
            }
        });
    }

    /** Facts of a backup that is being made. */
    public static BackupFacts of(String postgresMajor, Map<String, String> more) {
        Map<String, String> values = new TreeMap<>(more);
        values.put("format", FORMAT);
        values.put("postgres", postgresMajor);
        return new BackupFacts(values);
    }

    static BackupFacts parse(byte[] text) {
        try {
            BackupFacts facts = new BackupFacts(new String(text, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("=", 2))
                    .filter(parts -> parts.length == 2)
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1])));
            if (!facts.find("format").equals(Optional.of(FORMAT))) {
                throw new EmbeddedPostgresException("The backup has the format "
                        + facts.find("format").orElse("of nothing known") + " and this release reads format " + FORMAT
                        + ": use the release that made it ("
                        + facts.find("release").orElse("unknown") + ")");
            }
            return facts;
        } catch (IllegalArgumentException | IllegalStateException garbled) {
            throw new EmbeddedPostgresException("The backup does not say what it is", garbled);
        }
    }

    byte[] text() {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(fact -> fact.getKey() + "=" + fact.getValue() + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8);
    }

    public String postgresMajor() {
        return find("postgres").orElse("unknown");
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
