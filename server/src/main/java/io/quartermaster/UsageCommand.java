package io.quartermaster;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.db.DatabaseUnavailable;
import io.quartermaster.platform.db.Pool;
import io.quartermaster.usage.RefusedEvents;
import io.quartermaster.usage.RefusedReplay;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Mends the ledger of usage. */
@Command(name = "usage", description = "Mends the ledger of usage.", subcommands = UsageCommand.ReplayRefused.class)
final class UsageCommand {

    /** Gives events that the database refused another chance. */
    @Command(
            name = "replay-refused",
            description = "Reads the usage events in QM_DATA_DIR/spool/refused.jsonl back into the ledger, each once,"
                    + " and keeps those that are refused again; works beside a running server.")
    static final class ReplayRefused implements Callable<Integer> {

        @Override
        public Integer call() {
            Settings settings = CommandSettings.read();
            Path file = settings.dataDirectory().resolve("spool").resolve("refused.jsonl");
            try (RunningDatabase running = RunningDatabase.openBeside(settings, CommandSettings::progress)) {
                running.requireSchema();
                try (HikariDataSource pool = Pool.open(running.url(), running.server(), 2)) {
                    Database database = new Database(pool, Clock.systemUTC(), new SimpleMeterRegistry());
                    return tell(
                            new RefusedReplay(database, new RefusedEvents(file, settings.currency()), Clock.systemUTC())
                                    .run(),
                            file);
                }
            } catch (DatabaseUnavailable away) {
                throw new CannotStart("The database does not answer; what waited waits on. Run it again.", away);
            } catch (UncheckedIOException unusable) {
                throw new CannotStart(
                        file + " cannot be read back: " + String.valueOf(unusable.getCause()) + ".", unusable);
            }
        }

        private static int tell(RefusedReplay.Outcome outcome, Path file) {
            System.out.println(outcome.taken() + " usage events taken into the ledger, " + outcome.known()
                    + " were there already.");
            outcome.reasons().forEach((reason, events) -> System.out.println(events + " refused again: " + reason));
            if (outcome.unreadable() > 0) {
                System.out.println(outcome.unreadable() + " lines are no usage events.");
            }
            if (!outcome.complete()) {
                System.out.println("They stay in " + file + ".");
            }
            return outcome.complete() ? 0 : 1;
        }
    }
}
