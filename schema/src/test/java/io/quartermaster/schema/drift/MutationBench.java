package io.quartermaster.schema.drift;

import io.quartermaster.schema.ScratchServer;
import io.quartermaster.schema.catalogue.Catalogue;
import io.quartermaster.schema.catalogue.CatalogueReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The schema of base.sql on one server: as it should be, and a copy for each change. */
final class MutationBench implements AutoCloseable {

    private static final String TEMPLATE = "drift_template";
    private static final String EXPECTED = "drift_expected";
    private static final String LIVE = "drift_live";

    private final ScratchServer server;
    private final Connection expected;
    private final Catalogue wanted;
    private final Connection live;
    private int copies;

    private MutationBench(ScratchServer server, Connection expected, Connection live) throws SQLException {
        this.server = server;
        this.expected = expected;
        this.wanted = CatalogueReader.read(expected);
        this.live = live;
    }

    static MutationBench on(ScratchServer server) throws SQLException {
        for (String role : List.of("shop_owner", "shop_app", "shop_audit")) {
            server.execute("drop role if exists " + role);
            server.execute("create role " + role);
        }
        server.execute("create database " + TEMPLATE + " owner shop_owner template template0");
        try (Connection owner = server.superuser(TEMPLATE)) {
            execute(owner, "set role shop_owner; " + Mutation.resource("base.sql"));
        }
        server.execute("create database " + EXPECTED + " owner shop_owner template " + TEMPLATE);
        server.execute("create database " + LIVE + " owner shop_owner template " + TEMPLATE);
        return new MutationBench(server, server.superuser(EXPECTED), server.superuser(LIVE));
    }

    /** What is found after a change, and what is found once the repairs of that were made. */
    Outcome run(String change) throws SQLException {
        live.setAutoCommit(false);
        try {
            execute(live, "set role shop_owner; " + change);
            execute(live, "reset role");
            List<Finding> found = compare(live);
            if (found.stream()
                    .flatMap(finding -> finding.repair().stream())
                    .noneMatch(MutationBench::needsNoTransaction)) {
                return repaired(live, found);
            }
        } finally {
            live.rollback();
            live.setAutoCommit(true);
        }
        return onACopy(change);
    }

    private List<Finding> compare(Connection changed) throws SQLException {
        return SchemaDrift.compare(expected, wanted, changed, _ -> false);
    }

    private static boolean needsNoTransaction(String sql) {
        return sql.contains(" concurrently ") || sql.contains(" add value ");
    }

    private Outcome onACopy(String change) throws SQLException {
        String copy = "drift_" + copies++;
        server.execute("create database " + copy + " owner shop_owner template " + TEMPLATE);
        try (Connection changed = server.superuser(copy)) {
            execute(changed, "set role shop_owner; " + change);
            execute(changed, "reset role");
            return repaired(changed, compare(changed));
        } finally {
            server.execute("drop database " + copy + " with (force)");
        }
    }

    private Outcome repaired(Connection changed, List<Finding> found) throws SQLException {
        for (Finding finding : found) {
            for (String repair : finding.repair()) {
                execute(changed, repair);
            }
        }
        return new Outcome(found, compare(changed));
    }

    record Outcome(List<Finding> found, List<Finding> left) {
        static List<String> told(List<Finding> findings) {
            return findings.stream()
                    .map(finding -> finding.kind() + " | " + finding.object())
                    .toList();
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new SQLException(refused.getMessage() + " in " + sql, refused);
        }
    }

    @Override
    public void close() throws SQLException {
        expected.close();
        live.close();
        server.execute("drop database " + LIVE + " with (force)");
        server.execute("drop database " + EXPECTED + " with (force)");
        server.execute("drop database " + TEMPLATE + " with (force)");
    }
}
