package io.quartermaster.schema.repair;

import io.quartermaster.schema.SchemaException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Moves duplicates into the archive, a batch to a transaction: whatever was committed is done, so any run goes on from there. */
final class DuplicateArchive {
    /** Groups are found by reading the whole table, so as many as fit well into memory at once. */
    private static final int GROUPS_A_READ = 10_000;

    private static final String CREATE = """
            create schema if not exists archive;
            create table if not exists archive.duplicates (
                table_name text not null,
                constraint_name text not null,
                key jsonb not null,
                archived jsonb not null,
                kept jsonb not null,
                reason text not null,
                archived_at timestamptz not null
            )
            """;

    private final RepairTarget target;
    private final DuplicateRule rule;
    private final String constraint;
    private final String reason;
    private final int groupsAtOnce;
    private long archived;
    private long respelled;

    DuplicateArchive(RepairTarget target, DuplicateRule rule, String constraint, String reason, int groupsAtOnce) {
        this.target = target;
        this.rule = rule;
        this.constraint = constraint;
        this.reason = reason;
        this.groupsAtOnce = groupsAtOnce;
    }

    static void create(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(CREATE);
        }
    }

    long archived() {
        return archived;
    }

    long respelled() {
        return respelled;
    }

    /** Archives what is there now; what writers bring meanwhile is for the next time, or this would never end. */
    void archiveAll(Connection owner) throws SQLException {
        boolean more = true;
        while (more) {
            List<String> groups = groups(owner);
            for (int from = 0; from < groups.size(); from += groupsAtOnce) {
                archivePatiently(owner, groups.subList(from, Math.min(groups.size(), from + groupsAtOnce)));
            }
            more = groups.size() == GROUPS_A_READ;
        }
    }

    /** Of each group the keys of its rows, as an array of JSON. */
    private List<String> groups(Connection owner) throws SQLException {
        List<String> groups = new ArrayList<>();
        try (Statement statement = owner.createStatement();
                ResultSet rows =
                        statement.executeQuery("select jsonb_agg(" + target.keyAsJson() + ")::text from public."
                                + target.table() + " where " + rule.whole() + " group by " + rule.canonical(", ")
                                + " having count(*) > 1 limit " + GROUPS_A_READ)) {
            while (rows.next()) {
                groups.add(rows.getString(1));
            }
        }
        return groups;
    }

    /** Who is in the way costs no more than the batch, which is tried again. */
    private void archivePatiently(Connection owner, List<String> groups) throws SQLException {
        Moved moved = ShortTransaction.run(owner, target.table(), () -> archive(owner, groups));
        archived += moved.archived();
        respelled += moved.respelled();
    }

    private record Moved(long archived, long respelled) {}

    /** The rows are locked, always in the same order, and only then compared: a writer may just be changing one of them. */
    private Moved archive(Connection owner, List<String> groups) throws SQLException {
        String keys = groups.stream()
                .map(group -> group.substring(1, group.length() - 1))
                .reduce((one, other) -> one + "," + other)
                .map(all -> "[" + all + "]")
                .orElse("[]");
        execute(
                owner,
                "select from public." + target.table() + " where " + target.among() + " order by " + target.keyList()
                        + " for update",
                keys);
        long moved = execute(owner, move(), constraint, reason, keys);
        long rewritten = execute(
                owner,
                "update public." + target.table() + " set " + rule.canonicalise() + " where " + target.among()
                        + " and (" + rule.uncanonical() + ")",
                keys);
        return new Moved(moved, rewritten);
    }

    private String move() {
        return "with said (constraint_name, reason) as (values (?::text, ?::text)), ranked as (select "
                + target.keyList()
                + ", jsonb_build_array(" + rule.canonical(", ") + ") as group_key, row_number() over w as place,"
                + " first_value(to_jsonb(t)) over w as kept_row from public." + target.table() + " t where "
                + target.among()
                + " and " + rule.whole() + " window w as (partition by " + rule.canonical(", ") + " order by "
                + rule.keepFirst() + ", " + target.keyList() + ")), gone as (delete from public." + target.table()
                + " t using ranked r where " + target.same("t", "r") + " and r.place > 1"
                + " returning to_jsonb(t) as archived, r.group_key, r.kept_row)"
                + " insert into archive.duplicates (table_name, constraint_name, key, archived, kept, reason, archived_at)"
                + " select '" + target.table() + "', said.constraint_name, group_key, archived, kept_row, said.reason,"
                + " clock_timestamp() from gone, said";
    }

    /** What is alone and in another spelling gets the one it should have, a batch at a time. */
    void respellAll(Connection owner) throws SQLException {
        String respell = "update public." + target.table() + " set " + rule.canonicalise() + " where ("
                + target.keyList()
                + ") in (select " + target.keyList() + " from public." + target.table() + " where " + rule.uncanonical()
                + " limit " + groupsAtOnce + ") and (" + rule.uncanonical() + ") returning " + rule.uncanonical();
        long done;
        do {
            done = ShortTransaction.run(owner, target.table(), () -> respell(owner, respell));
            respelled += done;
        } while (done > 0);
    }

    private long respell(Connection owner, String respell) throws SQLException {
        long done = 0;
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(respell)) {
            while (rows.next()) {
                if (rows.getBoolean(1)) {
                    throw new SchemaException("The one spelling of a value of " + target.table()
                            + " has another one in turn: the rule must give back what it was given then.");
                }
                done++;
            }
        }
        return done;
    }

    private static long execute(Connection owner, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.execute();
            return Math.max(0, statement.getLargeUpdateCount());
        }
    }
}
