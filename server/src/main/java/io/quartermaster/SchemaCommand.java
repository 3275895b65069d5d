package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.schema.distribute.Distribution;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks after the tables. */
@Command(
        name = "schema",
        description = "Looks after the tables.",
        subcommands = {SchemaVerifyCommand.class, SchemaCommand.Distribute.class})
final class SchemaCommand {

    /** Spreads the tables over a Citus cluster. */
    @Command(
            name = "distribute",
            description =
                    "Spreads the tables over a Citus cluster, as the owner role, while no server runs. May be stopped at"
                            + " any time and goes on when run again; a second time it changes nothing.")
    static final class Distribute implements Callable<Integer> {

        @Option(
                names = "--dry-run",
                description =
                        "Only tell what there is to do. Exit code 1 if there is something, 0 if there is nothing.")
        private boolean dryRun;

        @Override
        public Integer call() {
            Settings settings = CommandSettings.read();
            try (RunningDatabase running = RunningDatabase.openBeside(settings, CommandSettings::progress)) {
                Distribution distribution = new Distribution(
                        running.plainConnections(running.requireOwner("Distributing the tables")),
                        running.plainConnections(running.server()),
                        System.out::println);
                return dryRun ? tell(distribution.plan()) : run(distribution);
            }
        }

        private static int tell(List<String> steps) {
            steps.forEach(System.out::println);
            if (steps.isEmpty()) {
                System.out.println("Nothing to do: every table is in its place.");
            }
            return steps.isEmpty() ? 0 : 1;
        }

        private static int run(Distribution distribution) {
            System.out.println(distribution.run() ? "Done." : "Nothing to do: every table is in its place.");
            return 0;
        }
    }
}
