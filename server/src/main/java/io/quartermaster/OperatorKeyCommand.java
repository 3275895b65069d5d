package io.quartermaster;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.tenant.OperatorKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Manages the operator's own key. */
@Command(
        name = "operator-key",
        description = "Manages the operator's own key.",
        subcommands = OperatorKeyCommand.Reset.class)
final class OperatorKeyCommand {

    /** Replaces the stored key. */
    @Command(name = "reset", description = "Makes a new operator key, prints it once, and forgets the old one.")
    static final class Reset implements Callable<Integer> {

        @Override
        public Integer call() {
            Settings settings = CommandSettings.read();
            if (settings.operatorKey().isPresent()) {
                throw new CannotStart("The operator key comes from QM_OPERATOR_KEY; change it there.");
            }
            if (settings.database().isEmpty()) {
                DataFolder.require(settings.dataDirectory());
            }
            try (RunningDatabase running = RunningDatabase.open(settings, CommandSettings::progress)) {
                running.prepareSchema(result -> {});
                try (HikariDataSource pool = Pool.open(running.url(), running.server(), 2)) {
                    Database database = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());
                    OperatorKeys keys = new OperatorKeys(
                            database, new Ids(), new SecureRandom(), Clock.systemUTC(), Optional.empty());
                    System.out.println(
                            "Operator key (shown once): " + keys.reset().reveal());
                }
            }
            return 0;
        }
    }
}
