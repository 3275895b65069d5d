package io.quartermaster;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.audit.AuditFinding;
import io.quartermaster.audit.AuditHead;
import io.quartermaster.audit.AuditVerification;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.platform.json.Json;
import io.quartermaster.secret.AuditKey;
import io.quartermaster.secret.MasterKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Looks at a server's audit trail as {@code audit verify} does, in this process. */
final class AuditInspection implements AutoCloseable {

    private final HikariDataSource pool;
    private final Database database;
    private final AuditKey key;

    AuditInspection(TestServer server) {
        Map<String, String> settings = server.commandSettings();
        this.pool = Pool.open(
                server.database().jdbcUrl(),
                new Login(
                        server.database().owner().name(),
                        new Sensitive(server.database().owner().password())),
                2);
        this.database = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());
        this.key = new AuditKey(
                database, MasterKey.of(new Sensitive(settings.getOrDefault("QM_MASTER_KEY", ""))), new Ids());
        if (!key.read()) {
            throw new AssertionError("the deployment has no audit key");
        }
    }

    /** What was found, and where the chains stand. */
    record Seen(List<AuditFinding> findings, Map<String, AuditHead> heads) implements AuditVerification.Listener {
        Seen() {
            this(new ArrayList<>(), new HashMap<>());
        }

        AuditHead head(String chain) {
            return Objects.requireNonNull(heads.get(chain), chain);
        }

        @Override
        public void found(AuditFinding finding) {
            findings.add(finding);
        }

        @Override
        public void stands(String chain, AuditHead head) {
            heads.put(chain, head);
        }
    }

    Seen everything() {
        return everything(Map.of());
    }

    Seen everything(Map<String, Map<Long, String>> expected) {
        Seen seen = new Seen();
        verification(expected, seen).verifyAll();
        return seen;
    }

    List<AuditFinding> of(UUID tenant) {
        Seen seen = new Seen();
        verification(Map.of(), seen).verify(new TenantId(tenant));
        return seen.findings();
    }

    private AuditVerification verification(Map<String, Map<Long, String>> expected, Seen seen) {
        return new AuditVerification(database, Json.mapper(), key::mac, expected, seen);
    }

    @Override
    public void close() {
        pool.close();
    }
}
