package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The database files in a data folder: complete, or absent. */
record Cluster(Path directory) {
    static final String SUPERUSER = "quartermaster_admin";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String NEW = "cluster.new-";

    Path path() {
        return directory.resolve("cluster");
    }

    boolean exists() {
        return Files.exists(path());
    }

    /** Creates into a folder beside it and renames, so that an interrupted creation is never taken for a cluster. */
    void create(Binaries binaries, Privileges privileges, SuperuserPassword password) throws IOException {
        Folders.deleteChildren(directory, NEW);
        Path created = Files.createTempDirectory(
                directory, NEW, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        privileges.own(created);
        privileges.own(password.file());
        List<String> initdb = List.of(
                binaries.initdb(),
                "--pgdata=" + created,
                "--username=" + SUPERUSER,
                "--pwfile=" + password.file(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
        Program.Result result = Program.run(privileges.command(initdb), PATIENCE);
        Optional<String> unshare = Program.find("unshare");
        if (result.output().contains("could not look up effective user ID") && unshare.isPresent()) {
            // A container may run us under any number. Only initdb minds; in a namespace it is nobody, whom all know.
            List<String> asNobody = Stream.concat(Stream.of(unshare.get(), "-U"), initdb.stream())
                    .toList();
            result = Program.run(privileges.command(asNobody), PATIENCE);
        }
        if (!result.succeeded()) {
            throw new EmbeddedPostgresException(
                    "PostgreSQL could not create its database in " + path() + ": " + Failures.reason(result.output()));
        }
        Folders.rename(created, path());
    }

    void requireVersion(String major) throws IOException {
        Path file = path().resolve("PG_VERSION");
        if (!Files.isRegularFile(file)) {
            throw new EmbeddedPostgresException(
                    path() + " is not a PostgreSQL database folder: move it away or restore it from a backup");
        }
        String found = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!found.equals(major)) {
            throw new EmbeddedPostgresException("The database in " + path() + " is of PostgreSQL " + found
                    + " and this program brings PostgreSQL " + major
                    + ": start it with the release that wrote it and move"
                    + " its data over by an export");
        }
    }
}
