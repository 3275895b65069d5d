package io.quartermaster.postgres;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running embedded PostgreSQL, which is started again if it dies and is stopped by {@link #close()}. */
public final class EmbeddedPostgres implements AutoCloseable {
    private final DataDirectoryLock lock;
    private final Supervisor supervisor;
    private final SuperuserPassword password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(DataDirectoryLock lock, Supervisor supervisor, SuperuserPassword password) {
        this.lock = lock;
        this.supervisor = supervisor;
        this.password = password;
    }

    /**
     * Starts the server of a folder, creating what is missing, and returns when it accepts connections. No shutdown hook is
     * registered: the caller closes it when its own work has drained.
     *
     * @throws EmbeddedPostgresException if the folder, the port or the machine does not allow it
     */
    public static EmbeddedPostgres start(EmbeddedPostgresOptions options) {
        try {
            DataFolder folder = DataFolder.open(options.directory());
            return start(options, folder, DataDirectoryLock.acquire(folder.path()));
        } catch (IOException e) {
            throw Failures.sentence("The embedded PostgreSQL in " + options.directory() + " could not be started", e);
        }
    }

    private static EmbeddedPostgres start(EmbeddedPostgresOptions options, DataFolder folder, DataDirectoryLock lock)
            throws IOException {
        boolean started = false;
        try {
            Privileges privileges = Privileges.of(folder.path());
            Binaries binaries = new BinariesCache(options.binariesCache(), options.progress())
                    .unpacked(BinariesArchive.forThisMachine());
            Signals signals = new Signals(binaries, privileges);
            if (!privileges.owns(folder.path())) {
                privileges.own(folder.path());
            }
            SuperuserPassword password = prepare(options, folder, binaries, privileges, signals);
            Supervisor supervisor = Supervisor.start(new Launch(
                    binaries,
                    privileges,
                    signals,
                    folder.cluster(),
                    folder.emptySockets(privileges),
                    folder.log(),
                    options));
            started = true;
            return new EmbeddedPostgres(lock, supervisor, password);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static SuperuserPassword prepare(
            EmbeddedPostgresOptions options,
            DataFolder folder,
            Binaries binaries,
            Privileges privileges,
            Signals signals)
            throws IOException {
        Cluster cluster = folder.cluster();
        Path passwordFile = folder.passwordFile();
        if (cluster.exists()) {
            cluster.requireVersion(binaries.majorVersion());
            if (!Files.exists(passwordFile)) {
                throw new EmbeddedPostgresException("The database password file " + passwordFile
                        + " is missing: restore it from the backup of " + folder.path());
            }
            PreviousServer.clear(cluster, signals, options.stopTimeout());
            return SuperuserPassword.read(passwordFile);
        }
        SuperuserPassword password = SuperuserPassword.readOrCreate(passwordFile, new SecureRandom());
        privileges.own(passwordFile);
        options.progress().accept("Creating the database in " + cluster.path());
        cluster.create(binaries, privileges, password);
        return password;
    }

    public int port() {
        return supervisor.port();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LocalPort.ADDRESS + ":" + port() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    public String superuser() {
        return Cluster.SUPERUSER;
    }

    public String superuserPassword() {
        return password.value();
    }

    /** False while the server is down, be it closed or about to be started again after it died. */
    public boolean running() {
        return supervisor.running();
    }

    /** The postmaster's process, which changes when it is started again. */
    public long pid() {
        return supervisor.pid();
    }

    /** Stops the server and waits until it is gone; further calls do nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                supervisor.close();
            } finally {
                lock.close();
            }
        }
    }
}
