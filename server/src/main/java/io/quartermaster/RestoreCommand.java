package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.postgres.backup.BackupReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data folder of a backup. */
@Command(
        name = "restore",
        description =
                "Makes a data folder of a backup, in an empty or absent QM_DATA_DIR; serve then goes on from there.")
final class RestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<file>", description = "What backup wrote.")
    private Path file = Path.of("");

    @Option(names = "--check", description = "Only read all of the file and compare its sums.")
    private boolean onlyCheck;

    @Override
    public Integer call() {
        if (onlyCheck) {
            System.out.println("Whole: " + told(new BackupReader(file).check()));
            return 0;
        }
        Settings settings = CommandSettings.read();
        DataFolderRestore restore = new DataFolderRestore(settings, CommandSettings::progress);
        System.out.println("Restored to " + settings.dataDirectory() + ": " + told(restore.from(file)));
        restore.needsMasterKey().ifPresent(System.out::println);
        System.out.println("Start it with: quartermaster serve");
        return 0;
    }

    private static String told(BackupReader.Contents contents) {
        return contents.files() + " files, " + (contents.bytes() >> 20) + " MB, taken "
                + contents.facts().find("taken_at").orElse("at an unknown time") + " by "
                + contents.facts().find("release").orElse("an unknown release") + ", master key "
                + contents.facts().find("master_key").orElse("unknown") + ".";
    }
}
