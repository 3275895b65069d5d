package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the embedded database and what belongs to it into one file. */
@Command(
        name = "backup",
        description =
                "Writes the embedded database, and what else a restore needs, into one file; works beside a running"
                        + " server. The master key is not in it unless asked for.")
final class BackupCommand implements Callable<Integer> {

    @Option(
            names = "--to",
            paramLabel = "<file>",
            description = "Where to; without it quartermaster-<time>.tar.gz in the current folder. Never over a file.")
    private @Nullable Path to;

    @Option(
            names = "--with-master-key",
            description = "Put the master key in too: whoever has the file can then open every provider key.")
    private boolean withMasterKey;

    @Override
    public Integer call() {
        Settings settings = CommandSettings.read();
        Path file = to == null ? Path.of(nameAt(Instant.now())) : to;
        DataFolderBackup.Written written = new DataFolderBackup(settings, withMasterKey).write(file);
        System.out.println("Backed up to " + file + ": " + written.files() + " files, " + (written.bytes() >> 20)
                + " MB before compression.");
        System.out.println(
                withMasterKey
                        ? "The master key is in it: whoever has this file can open every provider key. Keep it safe."
                        : "The master key is not in it, and without it no stored provider key opens: keep "
                                + DataFolderBackup.whereTheMasterKeyIs(settings) + " too, in another place.");
        System.out.println(
                "To get it back: quartermaster restore " + file + ", with QM_DATA_DIR set to an empty folder.");
        return 0;
    }

    static String nameAt(Instant time) {
        return "quartermaster-"
                + DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(time)
                + ".tar.gz";
    }
}
