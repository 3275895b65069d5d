package io.quartermaster.schema.drift;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a live schema would do better without, or with, whatever it should be. */
public final class Advice {

    private static final String REDUNDANT = resource("redundant_indexes.sql");
    private static final String UNINDEXED = resource("foreign_keys_without_index.sql");
    private static final String INVALID = resource("invalid_indexes.sql");

    private Advice() {}

    public static List<Finding> of(Connection live) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        boolean own = live.getAutoCommit();
        if (own) {
            live.setAutoCommit(false);
        }
        try (Statement statement = live.createStatement()) {
            // Nobody's function of the same name as one of PostgreSQL's is to be called.
            statement.execute("set local search_path = pg_catalog");
            try (ResultSet rows = statement.executeQuery(REDUNDANT)) {
                while (rows.next()) {
                    add(
                            findings,
                            new Finding(
                                    Severity.ADVICE,
                                    "index_redundant",
                                    rows.getString(1),
                                    "",
                                    rows.getString(2) + " beside " + rows.getString(3),
                                    "It takes room and time at each write, and finds nothing that the other does not.",
                                    List.of(rows.getString(4))));
                }
            }
            try (ResultSet rows = statement.executeQuery(UNINDEXED)) {
                while (rows.next()) {
                    add(
                            findings,
                            new Finding(
                                    Severity.ADVICE,
                                    "foreign_key_without_index",
                                    rows.getString(1),
                                    "an index that begins with its columns",
                                    rows.getString(2),
                                    "Deleting what it refers to, or changing its key, reads the whole table.",
                                    List.of(rows.getString(3))));
                }
            }
            try (ResultSet rows = statement.executeQuery(INVALID)) {
                while (rows.next()) {
                    add(
                            findings,
                            new Finding(
                                    rows.getBoolean(3) ? Severity.BLOCKING : Severity.WARNING,
                                    "index_invalid",
                                    rows.getString(1),
                                    "valid",
                                    "invalid",
                                    "No query uses it, and every write pays for it; if it is unique, what was there before may break it.",
                                    List.of(rows.getString(2))));
                }
            }
            return findings;
        } finally {
            if (own) {
                live.rollback();
                live.setAutoCommit(true);
            }
        }
    }

    /** Redundant beside two others is redundant once. */
    private static void add(List<Finding> findings, Finding finding) {
        if (findings.stream()
                .noneMatch(known ->
                        known.kind().equals(finding.kind()) && known.object().equals(finding.object()))) {
            findings.add(finding);
        }
    }

    private static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(Advice.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
