package io.quartermaster;

import io.quartermaster.platform.config.SettingsReader;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.testkit.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A whole node in this process, on a database of its own or on another node's, listening on a free loopback port. */
public final class TestServer implements AutoCloseable {

    /** Strong enough to be accepted, and known to the tests. */
    static final String OPERATOR_KEY = "qm_Operator0123456789abcdefghijklmnopqrstuvwxyz";

    private final TestDatabase database;
    private final Map<String, String> environment;
    private final Server server;
    private final boolean ownsDatabase;

    private TestServer(TestDatabase database, Map<String, String> environment, boolean ownsDatabase) throws Exception {
        this.database = database;
        this.environment = environment;
        this.ownsDatabase = ownsDatabase;
        List<String> families =
                Stream.of(ProviderFamily.values()).map(ProviderFamily::word).toList();
        this.server =
                Server.start(SettingsReader.read(environment, Path.of("no-such-file.yaml"), families), step -> {});
    }

    /** A node on a fresh database; {@code more} are further settings. Upstreams on 127.0.0.1 are allowed. */
    public static TestServer start(Map<String, String> more) throws Exception {
        TestDatabase database = TestDatabase.create();
        byte[] masterKey = new byte[32];
        new SecureRandom().nextBytes(masterKey);
        Map<String, String> environment = new HashMap<>(Map.of(
                "QM_HTTP_PORT", "0",
                "QM_DATA_DIR", Files.createTempDirectory("quartermaster-test").toString(),
                "QM_DATABASE_URL", database.jdbcUrl(),
                "QM_DATABASE_USER", database.server().name(),
                "QM_DATABASE_PASSWORD", database.server().password(),
                "QM_MASTER_KEY", Base64.getEncoder().encodeToString(masterKey),
                "QM_OPERATOR_KEY", OPERATOR_KEY,
                "QM_ALLOWED_PRIVATE_HOSTS", "127.0.0.1"));
        environment.putAll(more);
        return new TestServer(database, environment, true);
    }

    public static TestServer start() throws Exception {
        return start(Map.of());
    }

    /** Another node on the same database with the same secrets. */
    public TestServer secondNode() throws Exception {
        return secondNode(Map.of());
    }

    /** Another node on the same database; {@code more} are the settings in which it differs. */
    public TestServer secondNode(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put(
                "QM_DATA_DIR", Files.createTempDirectory("quartermaster-test").toString());
        settings.putAll(more);
        return new TestServer(database, settings, false);
    }

    /** The settings of a maintenance command beside this node: its own, and the owner's role. */
    public Map<String, String> commandSettings() {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("QM_DATABASE_OWNER_USER", database.owner().name());
        settings.put("QM_DATABASE_OWNER_PASSWORD", database.owner().password());
        return settings;
    }

    public TestDatabase database() {
        return database;
    }

    public URI address() {
        return URI.create(server.address());
    }

    /** Calls the admin API as the operator. */
    public AdminClient operator() {
        return new AdminClient(address(), OPERATOR_KEY);
    }

    /** Calls the admin API with a key. */
    public AdminClient as(String key) {
        return new AdminClient(address(), key);
    }

    /** Calls the admin API without any key, as a browser does before sign-in. */
    public AdminClient nobody() {
        return new AdminClient(address(), Map.of());
    }

    private void deleteDataFolder() {
        try (Stream<Path> files = Files.walk(Path.of(environment.getOrDefault("QM_DATA_DIR", "")))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException inUse) {
            throw new UncheckedIOException("Deleting the data folder of a test's server", inUse);
        }
    }

    @Override
    public void close() {
        server.close();
        if (ownsDatabase) {
            database.close();
        }
        deleteDataFolder();
    }
}
