package io.quartermaster.secret;

import io.quartermaster.platform.Sensitive;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A master key in a file that only its owner may read. */
public final class MasterKeyFile {

    private MasterKeyFile() {}

    /** Reads the key of an existing file. */
    public static MasterKey read(Path file) {
        try {
            return MasterKey.of(new Sensitive(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new UnusableMasterKey("The master key file " + file + " cannot be read.");
        }
    }

    /**
     * Reads the key, or makes one when there is no file yet. Written whole or not at all: a key that was half written when
     * the machine stopped would have sealed nothing that opens again.
     */
    public static MasterKey readOrCreate(Path file, SecureRandom random) {
        if (Files.exists(file)) {
            return read(file);
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        try {
            Path fresh = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    "master",
                    ".key",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, Base64.getEncoder().encodeToString(bytes) + "\n");
            publish(fresh, file);
        } catch (FileAlreadyExistsException another) {
            return read(file);
        } catch (IOException unwritable) {
            throw new UnusableMasterKey("The master key file " + file + " cannot be written.");
        }
        return read(file);
    }

    /** Never over a file that another start made meanwhile, and may have sealed with: a link cannot replace, a move can. */
    private static void publish(Path fresh, Path file) throws IOException {
        try {
            Files.createLink(file, fresh);
            Files.delete(fresh);
        } catch (FileAlreadyExistsException another) {
            Files.delete(fresh);
            throw another;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
