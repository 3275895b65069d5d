package io.quartermaster;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of everything a single-process deployment keeps. */
final class DataFolder {

    /** Stands in a folder that is being restored: what lies beside it may be half of a backup. */
    static final String RESTORING = ".restoring";

    /** How a file begins that only shows that the folder can be written, and is gone at once. */
    static final String PROBE = ".writable";

    private DataFolder() {}

    /** Makes sure the folder is there, whole and can be written, before anything else is started. */
    static void require(Path folder) {
        requireWritable(folder);
        requireWhole(folder);
    }

    /** Refuses what a restore that was killed left. */
    static void requireWhole(Path folder) {
        if (Files.exists(folder.resolve(RESTORING))) {
            throw new CannotStart(
                    "The data folder " + folder + " is being restored, or a restore of it did not come to its"
                            + " end: run \"quartermaster restore <file>\" again.");
        }
    }

    static void requireWritable(Path folder) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(
                    folder,
                    PROBE,
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.delete(probe);
        } catch (FileAlreadyExistsException notAFolder) {
            throw new CannotStart("The data folder " + folder + " is not a folder; set QM_DATA_DIR to one.");
        } catch (IOException unusable) {
            throw new CannotStart("The data folder " + folder
                    + " cannot be created or written by this user; set QM_DATA_DIR to one that can.");
        }
    }
}
