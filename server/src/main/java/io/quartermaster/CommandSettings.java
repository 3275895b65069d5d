package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.config.SettingsReader;
import io.quartermaster.provider.ProviderFamily;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The settings that every command takes: the environment over {@code quartermaster.yaml} in the current folder. */
final class CommandSettings {

    private CommandSettings() {}

    static Settings read() {
        return SettingsReader.read(
                System.getenv(),
                Path.of("quartermaster.yaml"),
                Stream.of(ProviderFamily.values()).map(ProviderFamily::word).toList());
    }

    /** Tells whoever typed the command of a step that takes long. */
    static void progress(String step) {
        System.err.println(step);
    }
}
