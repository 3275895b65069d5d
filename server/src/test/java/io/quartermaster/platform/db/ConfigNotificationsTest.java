package io.quartermaster.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.DatabaseScene;
import io.quartermaster.platform.TenantId;
import io.quartermaster.testkit.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ConfigNotificationsTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void aChangeIsHeardOnAnotherNodeWhateverElseIsSaidOnTheChannelAndAfterALostConnection() throws SQLException {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        AtomicInteger connections = new AtomicInteger();
        try (DatabaseScene scene = new DatabaseScene();
                ConfigListener listener = new ConfigListener(
                        () -> {
                            Connection connection = Pool.connect(scene.test().jdbcUrl(), scene.login());
                            connections.incrementAndGet();
                            return connection;
                        },
                        new VersionListener() {
                            @Override
                            public void changed(TenantId tenant, long version) {
                                heard.add(tenant + " " + version);
                            }

                            @Override
                            public void deploymentChanged(long version) {
                                heard.add("deployment " + version);
                            }
                        });
                ConfigNotifier notifier = new ConfigNotifier(scene.pool())) {
            assertThat(listener).isNotNull();
            TenantId tenant = new TenantId(scene.ids().next());
            changeUntilHeard(notifier, tenant, 1, heard);

            for (String hostile : new String[] {
                "",
                "garbage",
                tenant + ":",
                tenant + ":-1",
                tenant + ":99999999999999999999",
                "../../etc/passwd:1",
                "------------------------------------:7",
                tenant + ":7; drop table tenants",
                "x".repeat(7_000)
            }) {
                scene.execute("select pg_notify('qm_config', ?)", hostile);
            }
            changeUntilHeard(notifier, tenant, 2, heard);
            assertThat(heard).containsOnly(tenant + " 1", tenant + " 2");

            int before = connections.get();
            cutListeners(scene);
            Eventually.await(SOON, "it connects again", () -> connections.get() > before);
            changeUntilHeard(notifier, tenant, 3, heard);
        }
    }

    /** As the superuser, who alone sees what others run. */
    private static void cutListeners(DatabaseScene scene) throws SQLException {
        try (Connection superuser = scene.test().connectAsSuperuser();
                Statement statement = superuser.createStatement();
                ResultSet cut = statement.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where query like 'listen%' and datname = current_database()")) {
            assertThat(cut.next()).isTrue();
            assertThat(cut.getInt(1)).isEqualTo(1);
        }
    }

    /** A hint that is sent before anybody listens is lost, by design: nodes poll as well. */
    private static void changeUntilHeard(ConfigNotifier notifier, TenantId tenant, long version, Queue<String> heard) {
        Eventually.await(SOON, "version " + version + " is heard", () -> {
            notifier.changed(tenant, version);
            return heard.contains(tenant + " " + version);
        });
    }
}
