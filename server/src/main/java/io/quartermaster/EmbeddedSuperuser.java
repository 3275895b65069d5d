package io.quartermaster;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.postgres.EmbeddedPostgres;
import io.quartermaster.postgres.EmbeddedPostgresOptions;
import io.quartermaster.postgres.RunningPostgres;
import io.quartermaster.postgres.backup.LiveCluster;
import io.quartermaster.schema.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A session of the embedded database's superuser, beside a running server or, without one, on a database started for it. */
final class EmbeddedSuperuser implements AutoCloseable {

    private final Connection connection;
    private final Optional<EmbeddedPostgres> started;

    private EmbeddedSuperuser(Connection connection, Optional<EmbeddedPostgres> started) {
        this.connection = connection;
        this.started = started;
    }

    static EmbeddedSuperuser open(Settings settings) {
        Path folder = settings.dataDirectory().resolve("postgres");
        if (!Files.isDirectory(folder.resolve("cluster"))) {
            throw new CannotStart("There is no database in " + folder + "; set QM_DATA_DIR to the server's folder.");
        }
        Optional<RunningPostgres> running = RunningPostgres.find(folder);
        if (running.isPresent()) {
            RunningPostgres other = running.get();
            return connect(other.jdbcUrl("postgres"), other.superuser(), other.superuserPassword(), Optional.empty());
        }
        EmbeddedPostgres own =
                EmbeddedPostgres.start(EmbeddedPostgresOptions.in(folder).withProgress(CommandSettings::progress));
        try {
            return connect(own.jdbcUrl("postgres"), own.superuser(), own.superuserPassword(), Optional.of(own));
        } catch (RuntimeException failure) {
            own.close();
            throw failure;
        }
    }

    private static EmbeddedSuperuser connect(
            String url, String user, String password, Optional<EmbeddedPostgres> started) {
        try {
            return new EmbeddedSuperuser(Pool.connect(url, new Login(user, new Sensitive(password))), started);
        } catch (SQLException refused) {
            throw new CannotStart("The embedded database does not answer: " + Refusal.words(refused), refused);
        }
    }

    void copy(LiveCluster cluster, LiveCluster.Beside beside) throws IOException {
        try {
            cluster.copy(connection, beside);
        } catch (SQLException failure) {
            throw new CannotStart("The embedded database could not be backed up: " + Refusal.words(failure), failure);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // It is closed, then.
        } finally {
            started.ifPresent(EmbeddedPostgres::close);
        }
    }
}
