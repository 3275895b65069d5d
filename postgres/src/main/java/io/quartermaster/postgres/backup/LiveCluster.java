package io.quartermaster.postgres.backup;

import io.quartermaster.postgres.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a cluster whose server runs, by PostgreSQL's low-level interface for backups: its files are copied as they change, and its
 * log from the start of the copy to its end makes them whole. What is left out is what pg_basebackup leaves out.
 */
public final class LiveCluster {
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");
    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "backup_label",
            "backup_label.old",
            "backup_manifest",
            "tablespace_map",
            "tablespace_map.old",
            "postgresql.auto.conf.tmp",
            "current_logfiles",
            "current_logfiles.tmp",
            "global/pg_control"); // comes last
    private static final Pattern TEMPORARY =
            Pattern.compile("pgsql_tmp.*|pg_internal\\.init.*|t[0-9]+_[0-9]+(_[a-z]+)?(\\.[0-9]+)?");
    private static final Pattern FIRST_LOG_FILE = Pattern.compile("START WAL LOCATION: \\S+ \\(file ([0-9A-F]{24})\\)");
    private static final int TRIES = 50;

    private final Path cluster;
    private final String name;
    private final BackupWriter archive;

    /** @param name of the cluster's folder in the archive */
    public LiveCluster(Path cluster, String name, BackupWriter archive) {
        this.cluster = cluster;
        this.name = name;
        this.archive = archive;
    }

    /** What must be copied shortly before the moment that the backup shows. */
    public interface Beside {
        void copy() throws IOException;
    }

    /**
     * Copies all of it; everything committed before this was called is in the copy, and nothing that is not committed when it
     * returns.
     *
     * @param superuser a session of its own, in autocommit mode, which the server forgets all about once it is closed
     */
    public void copy(Connection superuser, Beside beside) throws SQLException, IOException {
        try (Statement statement = superuser.createStatement()) {
            requireOneFolder();
            statement.execute("set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0");
            // Temporary, so that it goes with this session however that ends; until then no log is removed.
            statement.execute("select pg_create_physical_replication_slot('quartermaster_backup_' || pg_backend_pid(),"
                    + " true, true)");
            statement.execute("select pg_backup_start('quartermaster backup', true)");
            copyFiles();
            beside.copy();
            try (ResultSet end = statement.executeQuery(
                    "select pg_walfile_name(lsn), labelfile, spcmapfile from pg_backup_stop(false)")) {
                end.next();
                String label = end.getString(2);
                @Nullable String tablespaces = end.getString(3);
                if (tablespaces != null && !tablespaces.isEmpty()) {
                    throw severalFolders();
                }
                copyLog(superuser, firstLogFile(label), end.getString(1));
                archive.content(name + "/backup_label", label.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void requireOneFolder() throws IOException {
        try (var links = Files.list(cluster.resolve("pg_tblspc"))) {
            if (links.findAny().isPresent()) {
                throw severalFolders();
            }
        }
    }

    private EmbeddedPostgresException severalFolders() {
        return new EmbeddedPostgresException("The database in " + cluster + " has tablespaces in other folders, which a"
                + " backup of this kind does not hold: move the tables back, or use pg_basebackup");
    }

    private void copyFiles() throws IOException {
        Files.walkFileTree(cluster, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                String path = cluster.relativize(folder).toString();
                if (TEMPORARY.matcher(folder.getFileName().toString()).matches()) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                archive.folder(path.isEmpty() ? name : name + "/" + path);
                return EMPTIED.contains(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = cluster.relativize(file).toString();
                if (attributes.isRegularFile()
                        && !LEFT_OUT.contains(path)
                        && !TEMPORARY.matcher(file.getFileName().toString()).matches()) {
                    archive.file(name + "/" + path, file); // a table may be dropped meanwhile: then the log says so too
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null && !(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }
        });
        archive.content(name + "/global/pg_control", controlFile());
    }

    /** Until two readings agree: the server writes it in one go, but nobody promises that it can be read in one. */
    private byte[] controlFile() throws IOException {
        Path file = cluster.resolve("global").resolve("pg_control");
        byte[] once = Files.readAllBytes(file);
        for (int each = 0; each < TRIES; each++) {
            byte[] again = Files.readAllBytes(file);
            if (Arrays.equals(once, again)) {
                return once;
            }
            once = again;
        }
        throw new IOException(file + " does not stop changing");
    }

    private static String firstLogFile(String label) {
        Matcher first = FIRST_LOG_FILE.matcher(label);
        if (!first.find()) {
            throw new EmbeddedPostgresException("PostgreSQL's label of the backup does not say where its log starts");
        }
        return first.group(1);
    }

    private void copyLog(Connection superuser, String first, String last) throws SQLException, IOException {
        archive.folder(name + "/pg_wal/archive_status");
        try (PreparedStatement files =
                superuser.prepareStatement("select name from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'"
                        + " and name collate \"C\" between ? and ? order by name collate \"C\"")) {
            files.setString(1, first);
            files.setString(2, last);
            String previous = "";
            try (ResultSet names = files.executeQuery()) {
                while (names.next()) {
                    String file = names.getString(1);
                    if (!archive.file(
                            name + "/pg_wal/" + file, cluster.resolve("pg_wal").resolve(file))) {
                        throw missing(file);
                    }
                    previous = requireNext(previous, file, first);
                }
            }
            if (!previous.equals(last)) {
                throw missing(last);
            }
        }
    }

    /** In a file's name stand timeline, upper and lower half of its place; the lower half has one file for each size of a file. */
    private static String requireNext(String previous, String file, String first) {
        boolean follows = previous.isEmpty()
                ? file.equals(first)
                : number(file) == number(previous) + 1 || file.endsWith("00000000");
        if (!follows) {
            throw missing(file);
        }
        return file;
    }

    private static long number(String file) {
        return Long.parseUnsignedLong(file.substring(8), 16);
    }

    private static EmbeddedPostgresException missing(String file) {
        return new EmbeddedPostgresException(
                "PostgreSQL's log has a gap before " + file + ": the backup would not be whole; take it again");
    }
}
