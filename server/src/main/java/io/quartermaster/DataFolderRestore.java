package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.MasterKeySource;
import io.quartermaster.postgres.EmbeddedPostgres;
import io.quartermaster.postgres.EmbeddedPostgresOptions;
import io.quartermaster.postgres.Failures;
import io.quartermaster.postgres.RunningPostgres;
import io.quartermaster.postgres.backup.BackupFacts;
import io.quartermaster.postgres.backup.BackupReader;
import io.quartermaster.postgres.backup.BackupReader.Contents;
import io.quartermaster.postgres.backup.Unpacking;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Makes a data folder of a backup: whole, or as empty as it was. */
final class DataFolderRestore {

    /** All that a backup may put into a data folder, the database last: it makes the folder one that a server works in. */
    private static final List<String> PARTS =
            List.of("spool", "node-id", DataFolderBackup.MASTER_KEY, MasterKeys.MISSING, "postgres");

    private final Settings settings;
    private final Path data;
    private final Consumer<String> progress;

    DataFolderRestore(Settings settings, Consumer<String> progress) {
        ExternalBackup.refuse(settings, "restore");
        this.settings = settings;
        this.data = settings.dataDirectory().toAbsolutePath().normalize();
        this.progress = progress;
    }

    Contents from(Path file) {
        try {
            boolean absent = !Files.exists(data);
            requireEmpty();
            DataFolder.requireWritable(data);
            try (RestoreMark mark = RestoreMark.take(data, PARTS)) {
                boolean done = false;
                try {
                    Contents contents = restore(file, mark);
                    done = true;
                    return contents;
                } finally {
                    if (!done) {
                        mark.discard();
                        deleteIfMade(absent);
                    }
                }
            }
        } catch (IOException failure) {
            throw Failures.sentence("The backup " + file + " could not be restored to " + data, failure);
        }
    }

    /** From the mark on no server starts here, but one may have been on its way: so the folder is looked at again and again. */
    private Contents restore(Path file, RestoreMark mark) throws IOException {
        mark.requireNothingElse();
        BackupReader reader = new BackupReader(file);
        progress.accept("Reading all of " + file + " to see that it is whole");
        Contents contents = reader.check();
        requireNoServer();
        mark.requireNothingElse();
        mark.clear(); // what a restore that was killed had done
        Unpacking.requireRoom(data, contents.bytes());
        unpack(reader, contents, mark);
        return contents;
    }

    private void deleteIfMade(boolean absent) throws IOException {
        try {
            if (absent) {
                Files.deleteIfExists(data);
            }
        } catch (DirectoryNotEmptyException another) {
            // Somebody put something there meanwhile, which is theirs.
        }
    }

    private void requireNoServer() {
        if (RunningPostgres.find(data.resolve("postgres")).isPresent()) {
            throw new CannotStart("A server works in " + data + ": restore into another QM_DATA_DIR.");
        }
    }

    private void requireEmpty() throws IOException {
        requireNoServer();
        if (Files.exists(data.resolve(DataFolder.RESTORING))) {
            return; // it tells what here is of a restore
        }
        try (Stream<Path> children = Files.exists(data) ? Files.list(data) : Stream.empty()) {
            if (children.findAny().isPresent()) {
                throw new CannotStart("The data folder " + data + " is not empty, and nothing is restored over what is"
                        + " there: set QM_DATA_DIR to an empty or new folder, or move this one away.");
            }
        } catch (NotDirectoryException file) {
            throw new CannotStart("The data folder " + data + " is not a folder; set QM_DATA_DIR to one.", file);
        }
    }

    private void unpack(BackupReader reader, Contents contents, RestoreMark mark) throws IOException {
        Path unpacked = mark.unpacked();
        Files.createDirectory(
                unpacked, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        requireVersion(contents.facts(), unpacked.resolve("postgres"));
        progress.accept("Unpacking " + (contents.bytes() >> 20) + " MB");
        Unpacking.unpack(reader, unpacked);
        requireParts(unpacked);
        if (!Files.exists(unpacked.resolve(DataFolderBackup.MASTER_KEY))) {
            Files.writeString(unpacked.resolve(MasterKeys.MISSING), missing(contents.facts()) + "\n");
        }
        requireNoServer();
        mark.requireNothingElse();
        for (String part : PARTS) {
            if (Files.exists(unpacked.resolve(part))) {
                mark.move(part);
            }
        }
        Unpacking.force(data);
        mark.done();
        Unpacking.force(data);
    }

    private void requireVersion(BackupFacts facts, Path postgres) throws IOException {
        Files.createDirectory(
                postgres, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String ours = EmbeddedPostgres.majorVersion(
                EmbeddedPostgresOptions.in(postgres).withProgress(progress));
        if (!facts.postgresMajor().equals(ours)) {
            throw new CannotStart("The backup is of PostgreSQL " + facts.postgresMajor() + ", and this release brings"
                    + " PostgreSQL " + ours + ": restore it with the release that made it ("
                    + facts.find("release").orElse("unknown") + ").");
        }
    }

    private static void requireParts(Path partial) throws IOException {
        try (Stream<Path> children = Files.list(partial)) {
            Set<String> parts = Set.copyOf(PARTS);
            if (children.anyMatch(child -> !parts.contains(child.getFileName().toString()))) {
                throw new CannotStart("The backup has files that belong in no data folder.");
            }
        }
        if (!Files.isRegularFile(partial.resolve("postgres/cluster/PG_VERSION"))
                || !Files.isRegularFile(partial.resolve("postgres/cluster/backup_label"))
                || !Files.isRegularFile(partial.resolve("postgres/superuser.password"))) {
            throw new CannotStart("The backup has no whole database.");
        }
    }

    /** What is still to be done before the stored keys open; empty if nothing is. */
    Optional<String> needsMasterKey() {
        return settings.masterKey() instanceof MasterKeySource.InDataDirectory
                        && !Files.exists(data.resolve(DataFolderBackup.MASTER_KEY))
                ? Optional.of("The master key was kept apart: before you start, copy it to "
                        + data.resolve(DataFolderBackup.MASTER_KEY) + " (mode 0600) or set QM_MASTER_KEY. Without it"
                        + " no stored provider key opens, and serve does not start.")
                : Optional.empty();
    }

    private static String missing(BackupFacts facts) {
        return "This folder was restored from a backup without its master key"
                + facts.find(DataFolderBackup.MASTER_KEY_ID)
                        .map(id -> " (" + id + ")")
                        .orElse("")
                + ". Put the key into " + DataFolderBackup.MASTER_KEY + " beside this file, or set QM_MASTER_KEY.";
    }
}
