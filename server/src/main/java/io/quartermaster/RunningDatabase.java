package io.quartermaster;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.ExternalDatabase;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.postgres.EmbeddedPostgres;
import io.quartermaster.postgres.EmbeddedPostgresOptions;
import io.quartermaster.postgres.RunningPostgres;
import io.quartermaster.schema.DatabaseFacts;
import io.quartermaster.schema.DatabaseRole;
import io.quartermaster.schema.MigrationResult;
import io.quartermaster.schema.Migrator;
import io.quartermaster.schema.Refusal;
import io.quartermaster.schema.Roles;
import io.quartermaster.schema.SchemaException;
import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.ServerRoleCheck;
import io.quartermaster.schema.UnfinishedDistribution;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL of this process: one we started, or one we were told of. */
final class RunningDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunningDatabase.class);

    /** Of connecting, of too little of something, and of an operator who intervenes; and what has no state at all. */
    private static final Set<String> DOES_NOT_ANSWER = Set.of("08", "53", "57", "");

    private final String url;
    private final Login server;
    private final Optional<Login> owner;
    private final Optional<Login> superuser;
    private final Optional<EmbeddedPostgres> embedded;

    private RunningDatabase(
            String url,
            Login server,
            Optional<Login> owner,
            Optional<Login> superuser,
            Optional<EmbeddedPostgres> embedded) {
        this.url = url;
        this.server = server;
        this.owner = owner;
        this.superuser = superuser;
        this.embedded = embedded;
    }

    static RunningDatabase open(Settings settings, Consumer<String> progress) {
        if (settings.database().isPresent()) {
            ExternalDatabase external = settings.database().get();
            return new RunningDatabase(
                    external.url(), external.server(), external.owner(), Optional.empty(), Optional.empty());
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start(
                EmbeddedPostgresOptions.in(settings.dataDirectory().resolve("postgres"))
                        .withProgress(progress));
        try {
            return embedded(postgres);
        } catch (RuntimeException failure) {
            postgres.close();
            throw failure;
        } catch (SQLException failure) {
            postgres.close();
            throw new CannotStart("The embedded database cannot be prepared: " + Refusal.words(failure), failure);
        }
    }

    /** For a command that works beside a running server: its embedded PostgreSQL, if one runs, and else as {@link #open}. */
    static RunningDatabase openBeside(Settings settings, Consumer<String> progress) {
        if (settings.database().isPresent()) {
            return open(settings, progress);
        }
        DataFolder.requireWhole(settings.dataDirectory());
        Path folder = settings.dataDirectory().resolve("postgres");
        if (!Files.isDirectory(folder.resolve("cluster"))) {
            throw new CannotStart("There is no database in " + folder
                    + "; set QM_DATA_DIR to the server's folder, or QM_DATABASE_URL.");
        }
        Optional<RunningPostgres> running = RunningPostgres.find(folder);
        if (running.isEmpty()) {
            return open(settings, progress);
        }
        String password = running.get().superuserPassword();
        return new RunningDatabase(
                running.get().jdbcUrl(Roles.DATABASE),
                login(password, Roles.SERVER),
                Optional.of(login(password, Roles.OWNER)),
                Optional.of(new Login(running.get().superuser(), new Sensitive(password))),
                Optional.empty());
    }

    /** The owner of the tables, whom row level security does not bind. */
    Login requireOwner(String purpose) {
        return owner.orElseThrow(() -> new CannotStart(
                purpose + " needs the owner role: set QM_DATABASE_OWNER_USER and QM_DATABASE_OWNER_PASSWORD."));
    }

    private static RunningDatabase embedded(EmbeddedPostgres postgres) throws SQLException {
        Login owner = login(postgres.superuserPassword(), Roles.OWNER);
        Login server = login(postgres.superuserPassword(), Roles.SERVER);
        Login superuser = new Login(postgres.superuser(), new Sensitive(postgres.superuserPassword()));
        RunningDatabase database = new RunningDatabase(
                postgres.jdbcUrl(Roles.DATABASE),
                server,
                Optional.of(owner),
                Optional.of(superuser),
                Optional.of(postgres));
        if (!database.isPrepared()) {
            Roles.prepare(
                    name -> Pool.connect(postgres.jdbcUrl(name), superuser), Roles.DATABASE, role(owner), role(server));
        }
        return database;
    }

    /** The server's role can sign in, so an earlier start made all of it: both passwords came with its last commit. */
    private boolean isPrepared() {
        try (Connection asServer = Pool.connect(url, server)) {
            return asServer.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    String url() {
        return url;
    }

    Login server() {
        return server;
    }

    /** Of the embedded server only. */
    Optional<Login> superuser() {
        return superuser;
    }

    /** Migrates as the owner, or, without one, refuses a database that is not ready for this release. */
    void prepareSchema(Consumer<MigrationResult> migrated) {
        if (owner.isPresent()) {
            migrated.accept(migrate());
        }
        requireSchema();
    }

    /** Refuses a database that is not ready for this release, without changing anything. */
    void requireSchema() {
        try (Connection connection = Pool.connect(url, server)) {
            Optional<String> tooMuch = ServerRoleCheck.excessivePower(connection);
            if (tooMuch.isPresent()) {
                throw new CannotStart(tooMuch.get());
            }
            if (UnfinishedDistribution.in(connection)) {
                throw new CannotStart(
                        "Foreign keys are off in this database, because \"quartermaster schema distribute\" was"
                                + " ended before it was done: run it again, then start.");
            }
            SchemaStanding standing = SchemaStanding.of(connection);
            if (!standing.usable()) {
                throw new CannotStart(standing.sentence());
            }
            if (standing instanceof SchemaStanding.NewerButCompatible) {
                log.warn("{}", standing.sentence());
            }
        } catch (SQLException unreachable) {
            throw cannotReach("QM_DATABASE_USER", server, unreachable);
        }
    }

    /** Refuses a database whose schema somebody changed in a way that this release cannot work with. */
    void requireNoDrift() {
        try (Connection connection = Pool.connect(url, server)) {
            DriftWatch.requireNone(connection);
        } catch (SQLException unreachable) {
            throw cannotReach("QM_DATABASE_USER", server, unreachable);
        }
    }

    /** Brings the schema to this release as the owner role. */
    MigrationResult migrate() {
        Login login = requireOwner("Migrating");
        PGSimpleDataSource source = source(login);
        try {
            return new Migrator(source, server.user()).migrate();
        } catch (SchemaException failure) {
            throw failure.getCause() instanceof SQLException cause && isOfConnecting(cause)
                    ? cannotReach("QM_DATABASE_OWNER_USER", login, cause)
                    : failure;
        }
    }

    /** Connections of the owner role, opened when they are asked for; none without its credentials. */
    Optional<DataSource> ownerConnections() {
        return owner.map(login -> {
            PGSimpleDataSource source = source(login);
            source.setApplicationName("quartermaster-upkeep");
            source.setOptions("-c lock_timeout=2s -c idle_in_transaction_session_timeout=60s");
            source.setConnectTimeout(5);
            return source;
        });
    }

    /** What the server's role can tell of the database. */
    DatabaseFacts facts(Clock clock) {
        try (Connection connection = Pool.connect(url, server)) {
            return DatabaseFacts.of(connection, clock);
        } catch (SQLException unreachable) {
            throw cannotReach("QM_DATABASE_USER", server, unreachable);
        }
    }

    /** Why nothing can be done as the owner; empty if it can. */
    Optional<String> ownerProblem() {
        if (owner.isEmpty()) {
            return Optional.of("its credentials are not set here");
        }
        try (Connection connection = Pool.connect(url, owner.get())) {
            return connection.isValid(1) ? Optional.empty() : Optional.of("the database does not answer it");
        } catch (SQLException refused) {
            return Optional.of(String.valueOf(
                    cannotReach("QM_DATABASE_OWNER_USER", owner.get(), refused).getMessage()));
        }
    }

    /** Connections of a role with no limits to what they wait for, for a command. */
    DataSource plainConnections(Login login) {
        PGSimpleDataSource source = source(login);
        source.setConnectTimeout(5);
        return source;
    }

    private PGSimpleDataSource source(Login login) {
        return source(url, login);
    }

    static PGSimpleDataSource source(String url, Login login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(login.user());
        source.setPassword(login.password().reveal());
        return source;
    }

    /** False once the embedded server is down; the supervisor is bringing it back. */
    boolean running() {
        return embedded.map(EmbeddedPostgres::running).orElse(true);
    }

    @Override
    public void close() {
        embedded.ifPresent(EmbeddedPostgres::close);
    }

    /** Of the classes "connection exception", "invalid authorisation", "invalid catalogue name". */
    private static boolean isOfConnecting(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return state.startsWith("08") || state.startsWith("28") || state.startsWith("3D");
    }

    private CannotStart cannotReach(String setting, Login login, SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        String why = switch (state) {
            case "28P01", "28000" -> "refuses the role " + login.user() + " or its password (" + setting + ")";
            case "3D000" -> "has no such database";
            case "42501" ->
                "gives the role " + login.user() + " (" + setting
                        + ") no rights to what it needs: was it migrated for another server role?";
            default ->
                DOES_NOT_ANSWER.contains(state.substring(0, Math.min(2, state.length())))
                        ? "does not answer"
                        : "answers with an error (SQLSTATE " + state + ")";
        };
        return new CannotStart("The database at " + url + " " + why + ".", cause);
    }

    /** Made from the superuser's password, which lies in the data folder: nothing else is to be kept. */
    private static Login login(String superuserPassword, String role) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(superuserPassword.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] password = mac.doFinal(role.getBytes(StandardCharsets.UTF_8));
            return new Login(role, new Sensitive(HexFormat.of().formatHex(password)));
        } catch (GeneralSecurityException unavailable) {
            throw new IllegalStateException("This Java cannot do HMAC-SHA256", unavailable);
        }
    }

    private static DatabaseRole role(Login login) {
        return new DatabaseRole(login.user(), login.password().reveal());
    }
}
