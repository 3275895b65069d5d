package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.MasterKeySource;
import io.quartermaster.secret.MasterKey;
import io.quartermaster.secret.MasterKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Finds the master key where the settings say it is. */
final class MasterKeys {

    /** Stands in a folder that was restored without its master key: none must be made up there. */
    static final String MISSING = "master.key.missing";

    private MasterKeys() {}

    /** The master key that is there already: a command beside a server never makes one. */
    static MasterKey loadExisting(Settings settings) {
        return switch (settings.masterKey()) {
            case MasterKeySource.InDataDirectory() ->
                MasterKeyFile.read(settings.dataDirectory().resolve("master.key"));
            case MasterKeySource.Given given -> load(settings);
            case MasterKeySource.InFile file -> load(settings);
        };
    }

    static MasterKey load(Settings settings) {
        return switch (settings.masterKey()) {
            case MasterKeySource.Given(var base64) -> MasterKey.of(base64);
            case MasterKeySource.InFile(var file) -> MasterKeyFile.read(file);
            case MasterKeySource.InDataDirectory() -> readOrCreate(settings.dataDirectory());
        };
    }

    private static MasterKey readOrCreate(Path folder) {
        Path file = folder.resolve("master.key");
        if (Files.exists(folder.resolve(MISSING)) && !Files.exists(file)) {
            throw new CannotStart(
                    "The data folder " + folder + " was restored from a backup without its master key: put"
                            + " the key into " + file + " or set QM_MASTER_KEY. Who has lost it deletes "
                            + folder.resolve(MISSING) + ", and sends every provider key again.");
        }
        MasterKey key = MasterKeyFile.readOrCreate(file, new SecureRandom());
        try {
            Files.deleteIfExists(folder.resolve(MISSING)); // it is there again
        } catch (IOException stays) {
            throw new CannotStart(folder.resolve(MISSING) + " cannot be deleted by this user.", stays);
        }
        return key;
    }
}
