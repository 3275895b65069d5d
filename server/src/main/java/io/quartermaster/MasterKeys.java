package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.Settings.MasterKeySource;
import io.quartermaster.secret.MasterKey;
import io.quartermaster.secret.MasterKeyFile;
import java.security.SecureRandom;

/** Finds the master key where the settings say it is. */
final class MasterKeys {

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
            case MasterKeySource.InDataDirectory() ->
                MasterKeyFile.readOrCreate(settings.dataDirectory().resolve("master.key"), new SecureRandom());
        };
    }
}
