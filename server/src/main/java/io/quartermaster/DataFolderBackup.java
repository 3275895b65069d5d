package io.quartermaster;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.MasterKeySource;
import io.quartermaster.postgres.Failures;
import io.quartermaster.postgres.backup.BackupFacts;
import io.quartermaster.postgres.backup.BackupWriter;
import io.quartermaster.postgres.backup.LiveCluster;
import io.quartermaster.secret.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes a data folder with its embedded database into one file, whether a server works in it or not. */
final class DataFolderBackup {

    static final String MASTER_KEY = "master.key";

    /** Of a backup without its master key: which one it needs. */
    static final String MASTER_KEY_ID = "master_key_id";

    private final Settings settings;
    private final boolean withMasterKey;

    DataFolderBackup(Settings settings, boolean withMasterKey) {
        this.settings = settings;
        this.withMasterKey = withMasterKey;
    }

    /** What came of it. */
    record Written(int files, long bytes) {}

    Written write(Path file) {
        ExternalBackup.refuse(settings, "backup");
        Path data = settings.dataDirectory().toAbsolutePath().normalize();
        Path cluster = data.resolve("postgres").resolve("cluster");
        if (file.toAbsolutePath().normalize().startsWith(cluster)) {
            throw new CannotStart("The backup cannot be written into the database's own folder " + cluster + ".");
        }
        Optional<Sensitive> masterKey = withMasterKey ? Optional.of(masterKey(data)) : Optional.empty();
        try (EmbeddedSuperuser superuser = EmbeddedSuperuser.open(settings);
                BackupWriter archive = BackupWriter.create(file, facts(cluster))) {
            superuser.copy(new LiveCluster(cluster, "postgres/cluster", archive), () -> copyBeside(data, archive));
            Path password = data.resolve("postgres").resolve("superuser.password");
            if (!archive.file("postgres/superuser.password", password)) {
                throw new CannotStart("The backup would be of no use without " + password + ", which is not there.");
            }
            if (masterKey.isPresent()) {
                archive.content(MASTER_KEY, masterKey.get().reveal().getBytes(StandardCharsets.UTF_8));
            }
            archive.complete();
            return new Written(archive.files(), archive.bytes());
        } catch (IOException failure) {
            throw Failures.sentence("The backup could not be written to " + file, failure);
        }
    }

    /** What the file says that a restored server reads, and only if it is the key that this one works with. */
    private Sensitive masterKey(Path data) {
        Path file = data.resolve(MASTER_KEY);
        try {
            Sensitive text = new Sensitive(Files.readString(file));
            if (MasterKey.of(text)
                    .ids()
                    .equals(MasterKeys.loadExisting(settings).ids())) {
                return text;
            }
        } catch (NoSuchFileException none) {
            throw new CannotStart("There is no master key in " + data + " to put into the backup: it comes from "
                    + whereTheMasterKeyIs(settings) + ".");
        } catch (IOException unreadable) {
            throw new CannotStart("The master key file " + file + " cannot be read by this user.");
        }
        throw new CannotStart("The master key in " + file + " is not the one in use, which comes from "
                + whereTheMasterKeyIs(settings) + ": back up without --with-master-key and keep that one.");
    }

    private BackupFacts facts(Path cluster) throws IOException {
        Map<String, String> facts = new TreeMap<>(Map.of(
                "release", VersionCommand.text(),
                "taken_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "master_key", withMasterKey ? "inside" : "kept apart"));
        try {
            facts.put(MASTER_KEY_ID, MasterKeys.loadExisting(settings).id());
        } catch (RuntimeException unusable) {
            CommandSettings.progress("The master key cannot be read now; the backup does not say which one it needs.");
        }
        return BackupFacts.of(Files.readString(cluster.resolve("PG_VERSION")).strip(), facts);
    }

    /**
     * The usage that the ledger may not have yet, before the database's own moment: what is in both counts once when it is read back,
     * and what was let go of meanwhile is in the database. Until nothing new shows, since open calls are carried from file to file.
     */
    private static void copyBeside(Path data, BackupWriter archive) throws IOException {
        archive.file("node-id", data.resolve("node-id"));
        Path spool = data.resolve("spool");
        archive.folder("spool");
        Set<Path> seen = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Path each : spoolFiles(spool)) {
                if (seen.add(each)) {
                    more = true;
                    archive.file("spool/" + each.getFileName(), each);
                }
            }
        }
    }

    /** All but the locks, which mean nothing elsewhere, and which a process loses that opens and closes them. */
    private static List<Path> spoolFiles(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && !file.getFileName().toString().endsWith("lock"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException neverServed) {
            return List.of();
        }
    }

    static String whereTheMasterKeyIs(Settings settings) {
        return switch (settings.masterKey()) {
            case MasterKeySource.Given _ -> "QM_MASTER_KEY";
            case MasterKeySource.InFile(Path file) -> file.toString();
            case MasterKeySource.InDataDirectory() ->
                settings.dataDirectory().resolve(MASTER_KEY).toString();
        };
    }
}
