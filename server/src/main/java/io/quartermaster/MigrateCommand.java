package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.schema.MigrationResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the database to this release, as the owner role. */
@Command(name = "migrate", description = "Brings the database to this release, as the owner role.")
final class MigrateCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Settings settings = CommandSettings.read();
        if (settings.database().isEmpty()) {
            DataFolder.require(settings.dataDirectory());
        }
        try (RunningDatabase database = RunningDatabase.open(settings, CommandSettings::progress)) {
            MigrationResult result = database.migrate();
            System.out.println(
                    result.applied().isEmpty()
                            ? "Nothing to do: the database is at version " + result.now() + "."
                            : "Migrated to version " + result.now() + ".");
        }
        return 0;
    }
}
