package io.quartermaster.platform.db;

import io.quartermaster.platform.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears the other nodes' {@link ConfigNotifier} on a connection of its own, and reconnects for as long as it is open. */
public final class ConfigListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConfigListener.class);
    private static final Pattern PAYLOAD =
            Pattern.compile("([0-9a-f-]{36}|" + ConfigNotifier.DEPLOYMENT + "):([0-9]{1,18})");
    private static final int WAIT_MILLIS = 500;
    private static final Duration BEFORE_RECONNECT = Duration.ofSeconds(1);

    /** Opens the dedicated connection; not one of the pool, which would be lost to it. */
    @FunctionalInterface
    public interface Connector {
        Connection connect() throws SQLException;
    }

    private final Connector connector;
    private final VersionListener listener;
    private final Thread thread;
    private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
    private volatile boolean closed;

    public ConfigListener(Connector connector, VersionListener listener) {
        this.connector = connector;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("config-listener").start(this::run);
    }

    private void run() {
        while (!closed) {
            try (Connection connection = connector.connect()) {
                current.set(connection);
                listen(connection);
            } catch (SQLException failure) {
                if (!closed) {
                    log.debug("Not listening for changes; polling goes on", failure);
                    pause();
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + ConfigNotifier.CHANNEL);
        }
        PGConnection postgres = connection.unwrap(PGConnection.class);
        while (!closed) {
            PGNotification[] notifications = postgres.getNotifications(WAIT_MILLIS);
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    read(notification.getParameter());
                }
            }
        }
    }

    /** Anybody with access to the database can notify: what does not read as ours is ignored. */
    private void read(String payload) {
        Matcher matcher = PAYLOAD.matcher(payload);
        if (matcher.matches()) {
            long version = Long.parseLong(matcher.group(2));
            if (matcher.group(1).equals(ConfigNotifier.DEPLOYMENT)) {
                listener.deploymentChanged(version);
            } else {
                TenantId.parse(matcher.group(1)).ifPresent(tenant -> listener.changed(tenant, version));
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(BEFORE_RECONNECT);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Connection connection = current.get();
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                log.debug("The listening connection was gone already", gone);
            }
        }
    }
}
