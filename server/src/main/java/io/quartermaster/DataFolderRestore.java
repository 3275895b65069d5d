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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
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
            BackupReader reader = new BackupReader(file);
            progress.accept("Reading all of " + file + " to see that it is whole");
            Contents contents = reader.check();
            DataFolder.requireWritable(data);
            Path partial = data.resolve(DataFolder.RESTORING);
            boolean done = false;
            try {
                discard(); // what a restore that was killed had done
                Unpacking.requireRoom(data, contents.bytes());
                Files.createDirectory(
                        partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                unpack(reader, contents, partial);
                done = true;
                return contents;
            } finally {
                if (!done) {
                    discard();
                    if (absent) {
                        Files.deleteIfExists(data);
                    }
                }
            }
        } catch (IOException failure) {
            throw Failures.sentence("The backup " + file + " could not be restored to " + data, failure);
        }
    }

    private void requireEmpty() throws IOException {
        if (RunningPostgres.find(data.resolve("postgres")).isPresent()) {
            throw new CannotStart("A server works in " + data + ": restore into another QM_DATA_DIR.");
        }
        if (Files.exists(data.resolve(DataFolder.RESTORING))) {
            return; // no server has started here since: all that a restore puts here is its own
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

    private void unpack(BackupReader reader, Contents contents, Path partial) throws IOException {
        Path postgres = partial.resolve("postgres");
        requireVersion(contents.facts(), postgres);
        progress.accept("Unpacking " + (contents.bytes() >> 20) + " MB");
        Unpacking.unpack(reader, partial);
        requireParts(partial);
        if (!Files.exists(partial.resolve(DataFolderBackup.MASTER_KEY))) {
            Files.writeString(partial.resolve(MasterKeys.MISSING), missing(contents.facts()) + "\n");
        }
        for (String part : PARTS) {
            if (Files.exists(partial.resolve(part))) {
                Files.move(partial.resolve(part), data.resolve(part));
            }
        }
        Unpacking.force(data);
        Files.delete(partial);
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

    /** Only what a restore put there, and only while its mark stands; the mark goes last. */
    private void discard() throws IOException {
        Path partial = data.resolve(DataFolder.RESTORING);
        if (Files.exists(partial)) {
            for (String part : PARTS) {
                delete(data.resolve(part));
            }
            delete(partial);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            } catch (UncheckedIOException failure) {
                throw failure.getCause();
            }
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
