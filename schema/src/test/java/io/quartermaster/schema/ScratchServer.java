package io.quartermaster.schema;

import io.quartermaster.postgres.EmbeddedPostgres;
import io.quartermaster.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;

/**
 * The one PostgreSQL of a test run: embedded, or another one whose superuser is given by the properties
 * {@code quartermaster.test.postgres.url}, {@code .user} and {@code .password}.
 */
public final class ScratchServer {
    private static final String PROPERTY = "quartermaster.test.postgres.";

    private final String url;
    private final String user;
    private final String password;

    private ScratchServer(String url, String user, String password) {
        this.url = url.substring(0, url.lastIndexOf('/') + 1);
        this.user = user;
        this.password = password;
    }

    public static ScratchServer shared() {
        return Shared.SERVER;
    }

    /** The oldest that is supported: Debian's package. */
    public static ScratchServer oldest() {
        return Oldest.SERVER;
    }

    public String url(String database) {
        return url + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    public Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), user, password);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Another server than the embedded one outlives this JVM, and would keep the database. */
    void atExit(ScratchDatabase database) {
        if (System.getProperty(PROPERTY + "url") != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    database.close();
                } catch (SQLException e) {
                    throw new IllegalStateException("The template " + database.name() + " could not be dropped", e);
                }
            }));
        }
    }

    private static final class Oldest {
        private static final ScratchServer SERVER = start();

        private static ScratchServer start() {
            DebianPostgres debian = DebianPostgres.start(15);
            return new ScratchServer(debian.url("postgres"), DebianPostgres.SUPERUSER, debian.password());
        }
    }

    private static final class Shared {
        private static final ScratchServer SERVER = start();

        private static ScratchServer start() {
            String external = System.getProperty(PROPERTY + "url");
            if (external != null) {
                return new ScratchServer(external, required("user"), required("password"));
            }
            try {
                Path folder = Files.createTempDirectory("quartermaster-schema-");
                EmbeddedPostgres embedded = EmbeddedPostgres.start(EmbeddedPostgresOptions.in(folder)
                        .withBinariesCache(binaries())
                        .withSettings(Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off")));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    embedded.close();
                    Folders.delete(folder);
                }));
                return new ScratchServer(
                        embedded.jdbcUrl("postgres"), embedded.superuser(), embedded.superuserPassword());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String required(String name) {
            return Objects.requireNonNull(System.getProperty(PROPERTY + name), PROPERTY + name);
        }

        /** Of this user alone, kept between runs; where the user the server may be dropped to can read it. */
        private static Path binaries() {
            return Path.of("/var/tmp", "quartermaster-postgres-" + System.getProperty("user.name"));
        }
    }
}
