package io.quartermaster;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;

/** A fresh database with the product's own door to it, for tests of a room without a server around it. */
public final class DatabaseScene implements AutoCloseable {

    private final TestDatabase test = TestDatabase.create();
    private final Ids ids = new Ids();
    private final HikariDataSource pool = Pool.open(test.jdbcUrl(), login(), 4);
    private final Database database = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());

    public TestDatabase test() {
        return test;
    }

    public Database database() {
        return database;
    }

    public HikariDataSource pool() {
        return pool;
    }

    public Ids ids() {
        return ids;
    }

    /** The role the server runs as. */
    public Login login() {
        return new Login(test.server().name(), new Sensitive(test.server().password()));
    }

    /** Puts an active tenant of version 1 into the tables. */
    public TenantId tenant() {
        TenantId id = new TenantId(ids.next());
        execute(
                "insert into tenants values (?, 't-' || right(?::text, 12), 'T', 'active', '{}', 1, now(), 'test', now(), 'test')",
                id.value(),
                id.value());
        execute("insert into tenant_config_versions (tenant_id, version, changed_at) values (?, 1, now())", id.value());
        return id;
    }

    /** Runs a statement as the owner, who is not bound by row level security. */
    public void execute(String sql, Object... values) {
        try (Connection owner = test.connectAsOwner();
                PreparedStatement statement = owner.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException refused) {
            throw new IllegalStateException(sql, refused);
        }
    }

    @Override
    public void close() {
        pool.close();
        test.close();
    }
}
