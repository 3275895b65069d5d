package io.quartermaster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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
            return start(options, folder, Privileges.of(folder.path()));
        } catch (IOException e) {
            throw failed(options, e);
        } catch (UncheckedIOException e) {
            throw failed(options, Objects.requireNonNull(e.getCause()));
        }
    }

    private static EmbeddedPostgresException failed(EmbeddedPostgresOptions options, IOException failure) {
        return Failures.sentence(
                "The embedded PostgreSQL in " + options.directory() + " could not be started", failure);
    }

    static EmbeddedPostgres start(EmbeddedPostgresOptions options, DataFolder folder, Privileges privileges)
            throws IOException {
        DataDirectoryLock lock = DataDirectoryLock.acquire(folder.path());
        boolean started = false;
        try {
            privileges.requireEntry(folder.parent());
            Binaries binaries = new BinariesCache(options.binariesCache(), options.progress())
                    .unpacked(BinariesArchive.forThisMachine());
            if (!privileges.owns(folder.path())) {
                privileges.own(folder.path());
            }
            privileges.requireEntry(binaries.home());
            SuperuserPassword password = folder.cluster().exists()
                    ? open(folder, binaries)
                    : create(folder, binaries, privileges, options.progress());
            Supervisor supervisor =
                    Supervisor.start(new Launch(binaries, privileges, folder, options, LocalPort::free));
            started = true;
            return new EmbeddedPostgres(lock, supervisor, password);
        } finally {
            if (!started) {
                lock.close();
            }
        }
    }

    private static SuperuserPassword open(DataFolder folder, Binaries binaries) throws IOException {
        folder.cluster().requireVersion(binaries.majorVersion());
        if (!Files.exists(folder.passwordFile())) {
            throw new EmbeddedPostgresException("The database password file " + folder.passwordFile()
                    + " is missing: restore it from the backup of " + folder.path());
        }
        return SuperuserPassword.read(folder.passwordFile());
    }

    private static SuperuserPassword create(
            DataFolder folder, Binaries binaries, Privileges privileges, Consumer<String> progress) throws IOException {
        SuperuserPassword password = SuperuserPassword.readOrCreate(folder.passwordFile(), new SecureRandom());
        progress.accept("Creating the database in " + folder.cluster().path());
        folder.cluster().create(binaries, privileges, password);
        return password;
    }

    /** The major version of the programs that this release brings, unpacking them if need be. */
    public static String majorVersion(EmbeddedPostgresOptions options) {
        try {
            return new BinariesCache(options.binariesCache(), options.progress())
                    .unpacked(BinariesArchive.forThisMachine())
                    .majorVersion();
        } catch (IOException e) {
            throw Failures.sentence("PostgreSQL's programs could not be unpacked", e);
        }
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
