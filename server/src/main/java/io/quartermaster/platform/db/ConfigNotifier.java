package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other nodes of committed changes by {@code NOTIFY}, after the commit and coalesced: inside the transaction it would
 * make PostgreSQL serialise all commits. Only a hint; nodes poll the version tables for the truth.
 */
public final class ConfigNotifier implements VersionListener, AutoCloseable {

    static final String CHANNEL = "qm_config";
    static final String DEPLOYMENT = "deployment";
    private static final Logger log = LoggerFactory.getLogger(ConfigNotifier.class);

    private final DataSource pool;
    private final Map<String, Long> waiting = new HashMap<>();
    private final Thread sender;
    private boolean closed;

    public ConfigNotifier(DataSource pool) {
        this.pool = pool;
        this.sender = Thread.ofVirtual().name("config-notifier").start(this::run);
    }

    @Override
    public void changed(TenantId tenant, long version) {
        send(tenant.toString(), version);
    }

    @Override
    public void deploymentChanged(long version) {
        send(DEPLOYMENT, version);
    }

    private synchronized void send(String changed, long version) {
        waiting.merge(changed, version, Math::max);
        notifyAll();
    }

    private void run() {
        for (List<String> payloads = next(); !payloads.isEmpty(); payloads = next()) {
            try (Connection connection = pool.getConnection();
                    PreparedStatement statement = connection.prepareStatement("select pg_notify(?, ?)")) {
                for (String payload : payloads) {
                    statement.setString(1, CHANNEL);
                    statement.setString(2, payload);
                    statement.execute();
                }
                if (!connection.getAutoCommit()) {
                    connection.commit();
                }
            } catch (SQLException failure) {
                log.debug("Could not notify other nodes; they poll", failure);
            }
        }
    }

    /** What to send next as {@code tenant:version} or {@code deployment:version}; empty once closed. */
    private synchronized List<String> next() {
        try {
            while (waiting.isEmpty() && !closed) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
        List<String> payloads = new ArrayList<>();
        waiting.forEach((changed, version) -> payloads.add(changed + ":" + version));
        waiting.clear();
        return payloads;
    }

    /** Sends what waits, for at most two seconds. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            sender.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
