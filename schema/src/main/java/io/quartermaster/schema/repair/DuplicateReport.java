package io.quartermaster.schema.repair;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule finds in a table now.
 *
 * @param groups how many keys several rows have
 * @param archived how many rows are not kept, which leaves one of each group
 * @param respelled how many rows are kept whose key has another spelling
 * @param samples some keys, those of the most rows first, with how many they are
 */
public record DuplicateReport(long groups, long archived, long respelled, List<String> samples) {
    private static final int SAMPLES = 5;

    public DuplicateReport {
        samples = List.copyOf(samples);
    }

    /** Reads the whole table, and changes nothing; the role needs the right to read it and no other. */
    public static DuplicateReport of(Connection connection, String table, DuplicateRule rule) throws SQLException {
        String groups = "from (select jsonb_build_array(" + rule.canonical(", ") + ") as k, count(*) as n from " + table
                + " where " + rule.whole() + " group by " + rule.canonical(", ") + " having count(*) > 1) g";
        return new DuplicateReport(
                number(connection, "select count(*) " + groups),
                number(connection, "select coalesce(sum(n - 1), 0) " + groups),
                number(
                        connection,
                        "select count(*) from (select " + rule.uncanonical() + " as respelled, row_number() over "
                                + rule.window() + " as place, " + rule.whole() + " as whole from " + table
                                + ") r where respelled and (place = 1 or not whole)"),
                texts(
                        connection,
                        "select k::text || ': ' || n || ' rows' " + groups + " order by n desc, k limit " + SAMPLES));
    }

    /** The report as a sentence for whoever decides. */
    public String sentence() {
        return groups == 0 && respelled == 0
                ? "There are no duplicates."
                : groups + " keys have several rows, " + archived + " of which are not kept; " + respelled
                        + " that are have another spelling"
                        + (samples.isEmpty() ? "." : " (" + String.join(", ", samples) + ").");
    }

    private static long number(Connection connection, String query) throws SQLException {
        return Long.parseLong(texts(connection, query).getFirst());
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
