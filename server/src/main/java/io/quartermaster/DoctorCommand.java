package io.quartermaster;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.doctor.Check;
import io.quartermaster.doctor.Check.Level;
import io.quartermaster.doctor.Diagnosis;
import io.quartermaster.doctor.FolderChecks;
import io.quartermaster.doctor.MachineChecks;
import io.quartermaster.doctor.NetworkChecks;
import io.quartermaster.doctor.SecretChecks;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.config.Settings.MasterKeySource;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.platform.telemetry.LogFormat;
import io.quartermaster.postgres.EmbeddedPostgresException;
import io.quartermaster.schema.DatabaseFacts;
import io.quartermaster.secret.DataKeyCount;
import io.quartermaster.secret.UnusableMasterKey;
import io.quartermaster.tenant.OperatorKeys;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at all that a node needs, and changes nothing. */
@Command(
        name = "doctor",
        description =
                "Looks at all that a node needs and says what is not right and what to do about it; beside a running"
                        + " server or without one. It changes nothing and prints no secret. Exit code 1 if something fails.")
final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--json", description = "One JSON object.")
    private boolean asJson;

    @Override
    public Integer call() {
        LogFormat.onlyWarnings();
        Diagnosis diagnosis = examine(CommandSettings.read(), Clock.systemUTC());
        if (asJson) {
            System.out.println(diagnosis.json());
        } else {
            diagnosis.print(System.out::println);
        }
        return diagnosis.count(Level.FAILURE) == 0 ? 0 : 1;
    }

    static Diagnosis examine(Settings settings, Clock clock) {
        List<Check> checks = new ArrayList<>();
        checks.addAll(MachineChecks.list(VersionCommand.text()));
        checks.addAll(new FolderChecks(settings.dataDirectory()).list());
        checks.addAll(new NetworkChecks(settings, clock.instant()).list());
        checks.add(masterKey(settings));
        try (RunningDatabase running = RunningDatabase.openBeside(settings, CommandSettings::progress)) {
            DatabaseFacts facts = running.facts(clock);
            Optional<String> owner = running.ownerProblem().map(DoctorCommand::withoutParameters);
            checks.addAll(DatabaseChecks.list(facts, settings.database().isEmpty(), owner));
            if (facts.standing().usable()) {
                Login asking = owner.isEmpty() ? running.requireOwner("Reading data keys") : running.server();
                checks.addAll(sealed(settings, running, asking, owner.isEmpty()));
            }
        } catch (CannotStart | EmbeddedPostgresException unreachable) {
            checks.add(Check.failure(
                    "database",
                    withoutParameters(String.valueOf(unreachable.getMessage())),
                    "mend that first; what is in the database was not looked at"));
        } catch (RuntimeException refused) {
            checks.add(notLookedAt("database", refused));
        }
        return new Diagnosis(checks);
    }

    /** In an address's parameters a password may stand. */
    private static String withoutParameters(String sentence) {
        return sentence.replaceAll("\\?\\S*", "");
    }

    /** What is wrong with the master key by itself, whether there is a database or not. */
    private static Check masterKey(Settings settings) {
        if (settings.masterKey() instanceof MasterKeySource.InDataDirectory
                && !Files.exists(settings.dataDirectory().resolve(DataFolderBackup.MASTER_KEY))
                && !Files.exists(settings.dataDirectory().resolve(MasterKeys.MISSING))) {
            return Check.warning(
                    "master_key_file",
                    "there is none in " + settings.dataDirectory(),
                    "serve makes one; where a server has worked before, put its key back first");
        }
        try {
            return Check.ok(
                    "master_key_file",
                    MasterKeys.loadExisting(settings).id() + ", from "
                            + DataFolderBackup.whereTheMasterKeyIs(settings));
        } catch (UnusableMasterKey unusable) {
            return Check.failure(
                    "master_key_file",
                    String.valueOf(unusable.getMessage()),
                    "see \"Replacing the master key\" in docs/operations.md");
        }
    }

    /** Never with the message, in which values of rows may stand. */
    private static Check notLookedAt(String name, RuntimeException refused) {
        String state = "";
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                state = " (SQLSTATE " + sql.getSQLState() + ")";
            }
        }
        return Check.failure(
                name,
                "it could not be looked at: " + refused.getClass().getSimpleName() + state,
                "see to what is told of the schema, or run quartermaster schema verify");
    }

    private static List<Check> sealed(Settings settings, RunningDatabase running, Login asking, boolean asOwner) {
        List<Check> checks = new ArrayList<>();
        try (HikariDataSource pool = Pool.open(running.url(), asking, 2)) {
            Database database = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());
            boolean given = settings.operatorKey().isPresent();
            boolean stored = new OperatorKeys(
                            database, new Ids(), new SecureRandom(), Clock.systemUTC(), settings.operatorKey())
                    .stored();
            checks.add(SecretChecks.operatorKey(given, stored));
            try {
                checks.add(SecretChecks.dataKeys(
                        DataKeyCount.of(database, MasterKeys.loadExisting(settings), asOwner), asOwner));
            } catch (UnusableMasterKey unusable) {
                checks.addAll(SecretChecks.unknown(String.valueOf(unusable.getMessage())));
            }
        } catch (RuntimeException refused) { // a table or column that is gone, most of all
            checks.add(notLookedAt("stored_secrets", refused));
        }
        return checks;
    }
}
