package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.db.IssuedStatements;
import io.quartermaster.platform.db.JsonColumnCheck;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.schema.SchemaStanding;
import io.quartermaster.schema.catalogue.ObjectId;
import io.quartermaster.schema.code.GeneratedCheck;
import io.quartermaster.schema.code.StatementCheck;
import io.quartermaster.schema.drift.Advice;
import io.quartermaster.schema.drift.ExpectedSchema;
import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.MigrationFolder;
import io.quartermaster.schema.drift.SchemaDrift;
import io.quartermaster.schema.drift.ScratchSchema;
import io.quartermaster.schema.drift.Severity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that {@code schema verify} looks at. It writes nothing but a database of its own, which it drops. */
final class SchemaVerification {

    private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/]*/)[^?]*(\\?.*)?");

    /** Where the tools of others remember what they ran. */
    private static final Set<String> HISTORIES = Stream.of(
                    "flyway_schema_history",
                    "schema_migrations",
                    "databasechangelog",
                    "databasechangeloglock",
                    "goose_db_version",
                    "goose_db_version_id_seq",
                    "_sqlx_migrations",
                    "_prisma_migrations",
                    "alembic_version",
                    "ar_internal_metadata")
            .map(name -> "public." + name)
            .collect(Collectors.toUnmodifiableSet());

    private final Optional<String> scratchUrl;
    private final List<String> ignored;

    /**
     * @param scratchUrl an empty database to build the expected schema in, for a role that may create none
     * @param ignored objects by the names in which reports tell them
     */
    SchemaVerification(Optional<String> scratchUrl, List<String> ignored) {
        this.scratchUrl = scratchUrl;
        this.ignored = List.copyOf(ignored);
    }

    /** What is compared, and how its server is reached. */
    private record Database(String url, String owner, Connection live, Connector connector) {}

    @FunctionalInterface
    private interface Connector {
        Connection connect(String url) throws SQLException;
    }

    /** Compares with the expected schema while there is one. */
    @FunctionalInterface
    private interface Comparing {
        List<Finding> with(String scratchUrl) throws SQLException;
    }

    /**
     * Our own database, beside servers that use it: the code and its statements against the migrations, the migrations against the
     * database, and what its JSON columns hold against what may be written there.
     */
    List<Finding> ofOurs(Settings settings) {
        try (RunningDatabase running = RunningDatabase.openBeside(settings, CommandSettings::progress)) {
            Login owner = running.requireOwner("Verifying the schema");
            String server = running.server().user();
            try (Connection live = Pool.connect(running.url(), owner)) {
                SchemaStanding standing = SchemaStanding.of(live);
                if (!(standing instanceof SchemaStanding.Current)) {
                    return List.of(notCurrent(standing));
                }
                Login maker = running.superuser().orElse(owner);
                Database from = new Database(running.url(), owner.user(), live, url -> Pool.connect(url, maker));
                return withScratch(from, url -> {
                    ExpectedSchema.build(RunningDatabase.source(url, owner), server, live);
                    try (Connection scratch = Pool.connect(url, owner)) {
                        List<Finding> findings = new ArrayList<>(GeneratedCheck.of(scratch));
                        findings.addAll(StatementCheck.of(scratch, IssuedStatements.ofThisRelease()));
                        findings.addAll(compare(scratch, live, ExpectedSchema.ignoring(server, ignored)));
                        findings.addAll(JsonColumnCheck.of(live, JsonColumns.all()));
                        return findings;
                    }
                });
            } catch (SQLException failure) {
                throw cannotVerify(failure);
            }
        }
    }

    /** Anybody's database. */
    List<Finding> ofAnother(Path folder, String url) {
        if (!URL.matcher(url).matches()) {
            throw new CannotStart(
                    "--database takes a JDBC URL of PostgreSQL, such as jdbc:postgresql://host:5432/name?user=me.");
        }
        MigrationFolder migrations = MigrationFolder.in(folder);
        try (Connection live = connect(url)) {
            String owner = ownerOf(live);
            Database from = new Database(url, owner, live, SchemaVerification::connect);
            return withScratch(from, made -> {
                try (Connection scratch = connect(made)) {
                    as(scratch, owner);
                    migrations.run(scratch);
                    return compare(
                            scratch, live, id -> ignored.contains(id.toString()) || HISTORIES.contains(id.qualified()));
                }
            });
        } catch (SQLException failure) {
            throw cannotVerify(failure);
        }
    }

    private static List<Finding> compare(Connection scratch, Connection live, Predicate<ObjectId> ignored)
            throws SQLException {
        List<Finding> findings = new ArrayList<>(SchemaDrift.compare(scratch, live, ignored));
        for (Finding advice : Advice.of(live)) {
            if (findings.stream().noneMatch(finding -> finding.object().equals(advice.object()))) {
                findings.add(advice);
            }
        }
        return findings;
    }

    private List<Finding> withScratch(Database from, Comparing comparing) throws SQLException {
        String owner = from.owner();
        if (scratchUrl.isPresent()) {
            try (Connection named = from.connector().connect(scratchUrl.get())) {
                ScratchSchema.requireFit(named, from.live());
            }
            return comparing.with(scratchUrl.get());
        }
        try (Connection maker = from.connector().connect(from.url());
                ScratchSchema scratch = ScratchSchema.create(maker, owner, Clock.systemUTC())) {
            return comparing.with(withDatabase(from.url(), scratch.name()));
        } catch (ScratchSchema.NotAllowed _) {
            throw new CannotStart(
                    "The role " + owner + " may create no database to build the migrations in: let it (alter role "
                            + owner + " createdb), or name an empty database of the same server with --scratch.");
        }
    }

    /** Who owns the database would run its migrations; who may not act as the owner runs them as who they are. */
    private static String ownerOf(Connection live) throws SQLException {
        try (Statement statement = live.createStatement();
                ResultSet row = statement.executeQuery(
                        "select case when pg_has_role(datdba, 'member') then pg_get_userbyid(datdba) else current_user end"
                                + " from pg_catalog.pg_database where datname = current_database()")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void as(Connection scratch, String role) throws SQLException {
        try (Statement statement = scratch.createStatement()) {
            statement.execute("set role " + statement.enquoteIdentifier(role, true));
        }
    }

    private static String withDatabase(String url, String name) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new CannotStart(
                    "In the database's URL there is no database after the host: name one, or use --scratch.");
        }
        return parts.group(1) + name + (parts.group(2) == null ? "" : parts.group(2));
    }

    private static Connection connect(String url) throws SQLException {
        Properties properties = new Properties();
        UnaryOperator<String> variable = name -> System.getenv().getOrDefault(name, "");
        if (!url.matches(".*[?&]user=.*") && !variable.apply("PGUSER").isEmpty()) {
            properties.setProperty("user", variable.apply("PGUSER"));
        }
        if (!url.matches(".*[?&]password=.*") && !variable.apply("PGPASSWORD").isEmpty()) {
            properties.setProperty("password", variable.apply("PGPASSWORD"));
        }
        return DriverManager.getConnection(url, properties);
    }

    private static Finding notCurrent(SchemaStanding standing) {
        return new Finding(
                Severity.BLOCKING,
                "version_differs",
                "schema public",
                "the version of this release",
                "another one",
                standing.sentence(),
                List.of());
    }

    /** The class of the error only: its text may hold what is in the database. */
    private static CannotStart cannotVerify(SQLException failure) {
        String state = failure.getSQLState() == null ? "none" : failure.getSQLState();
        String why = state.startsWith("08")
                ? "does not answer"
                : state.startsWith("28")
                        ? "refuses the role or its password"
                        : state.startsWith("3D") ? "is not there" : "failed at a question (SQLSTATE " + state + ")";
        return new CannotStart("The schema cannot be verified: the database " + why + ".", failure);
    }
}
