package io.quartermaster.schema.drift;

import io.quartermaster.schema.Migrator;
import io.quartermaster.schema.Partitions;
import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.catalogue.ObjectKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** Our own schema as the migrations of this release build it, for the comparison with a live one. */
public final class ExpectedSchema {

    private ExpectedSchema() {}

    /**
     * Builds it in an empty database. The ledger's partitions come and go with time, so it gets those of the live one; that they reach far
     * enough is not the schema's to say.
     */
    public static void build(DataSource scratch, String serverRole, Connection live) throws SQLException {
        new Migrator(scratch, serverRole).migrate();
        try (Connection owner = scratch.getConnection()) {
            Set<YearMonth> wanted = new HashSet<>(Partitions.list(live));
            List<YearMonth> made = Partitions.list(owner);
            for (YearMonth month : made) {
                if (!wanted.contains(month)) {
                    Partitions.drop(owner, month);
                }
            }
            made.forEach(wanted::remove);
            for (YearMonth month : wanted) {
                Partitions.create(owner, month, month);
            }
        }
    }

    /**
     * What is none of the migrations': which of the usual ways an operator took to let the server's role into the schema, where repairs of duplicates
     * keep what they took out, and what the operator named.
     */
    public static Predicate<ObjectId> ignoring(String serverRole, List<String> named) {
        Set<String> entry = Set.of(
                "usage to public", "usage to " + serverRole, "usage to \"" + serverRole.replace("\"", "\"\"") + "\"");
        return id -> named.contains(id.toString())
                || id.toString().equals("schema archive")
                || (id.kind() == ObjectKind.GRANT
                        && id.container().equals("schema public")
                        && entry.contains(id.name()));
    }
}
