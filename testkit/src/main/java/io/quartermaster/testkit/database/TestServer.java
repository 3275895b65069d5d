package io.quartermaster.testkit.database;

import io.quartermaster.postgres.EmbeddedPostgres;
import io.quartermaster.postgres.EmbeddedPostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The server of this JVM: embedded, without the care for power cuts that tests need not pay for, or another one whose
 * superuser is given by the properties {@code quartermaster.test.postgres.url}, {@code .user} and {@code .password}.
 */
final class TestServer {
    private static final String PROPERTY = "quartermaster.test.postgres.";
    private static final Map<String, String> CARELESS = Map.of(
            "fsync", "off",
            "synchronous_commit", "off",
            "full_page_writes", "off",
            "max_connections", "300");

    private final String url;
    private final String superuser;
    private final String password;
    private final boolean embedded;

    private TestServer(String url, String superuser, String password, boolean embedded) {
        this.embedded = embedded;
        this.url = url.substring(0, url.lastIndexOf('/') + 1);
        this.superuser = superuser;
        this.password = password;
    }

    static TestServer start() {
        String external = System.getProperty(PROPERTY + "url");
        return external == null
                ? startEmbedded()
                : new TestServer(external, required(PROPERTY + "user"), required(PROPERTY + "password"), false);
    }

    private static TestServer startEmbedded() {
        try {
            Path folder = Files.createTempDirectory("quartermaster-test-");
            // Programs are unpacked once for all runs of a user, where any user the server may be dropped to can read
            // them.
            Path programs = Path.of("/var/tmp", "quartermaster-postgres-" + System.getProperty("user.name"));
            EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresOptions.in(folder)
                    .withBinariesCache(programs)
                    .withSettings(CARELESS));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(folder);
            }));
            return new TestServer(server.jdbcUrl("postgres"), server.superuser(), server.superuserPassword(), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it ends with this JVM, and all in it. */
    boolean embedded() {
        return embedded;
    }

    String jdbcUrl(String database) {
        return url + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), superuser, password);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String required(String property) {
        return Objects.requireNonNull(System.getProperty(property), property);
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
