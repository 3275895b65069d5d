package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** The folder of one embedded server and the names in it. */
record DataFolder(Path path) {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final long MAX_LOG_BYTES = 10L << 20;

    /** Creates the folder if need be and makes sure that it can be written to. */
    static DataFolder open(Path directory) throws IOException {
        try {
            if (!Files.isDirectory(directory)) {
                // Only the last one is closed to others: a server that leaves root has to come through the ones above.
                Path absolute = directory.toAbsolutePath();
                Files.createDirectories(Objects.requireNonNullElse(absolute.getParent(), absolute));
                Files.createDirectory(absolute, OWNER_ONLY);
            }
        } catch (FileAlreadyExistsException e) {
            throw new EmbeddedPostgresException("The database folder " + directory + " is not a folder", e);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "The database folder " + directory + " cannot be created: " + Failures.reason(e), e);
        }
        if (!Files.isWritable(directory)) {
            throw new EmbeddedPostgresException("The database folder " + directory + " is not writable for user "
                    + System.getProperty("user.name") + ": change its owner or choose another folder");
        }
        return new DataFolder(directory.toRealPath());
    }

    Path parent() {
        return Objects.requireNonNullElse(path.getParent(), path);
    }

    Cluster cluster() {
        return new Cluster(path);
    }

    Path passwordFile() {
        return path.resolve("superuser.password");
    }

    PostmasterLog log() {
        return new PostmasterLog(path.resolve("postgres.log"), MAX_LOG_BYTES);
    }

    /** An empty folder for the server's socket: a left-over lock in it would stop a server whose old process number is in use again. */
    Path emptySockets(Privileges privileges) throws IOException {
        Path sockets = path.resolve("socket");
        Folders.delete(sockets);
        Files.createDirectory(sockets, OWNER_ONLY);
        privileges.own(sockets);
        return sockets;
    }
}
