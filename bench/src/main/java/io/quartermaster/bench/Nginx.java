package io.quartermaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's nginx with a configuration and a folder of our own; the system's service is never touched. */
record Nginx(Path configurations, Path folder) {

    Program start(String name, Map<String, String> values) throws IOException {
        String text = Files.readString(configurations.resolve(name + ".conf"));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        Path file = Files.writeString(folder.resolve(name + ".conf"), text);
        return Program.start(
                "nginx-" + name, folder, Map.of(), List.of("nginx", "-p", folder.toString(), "-c", file.toString()));
    }
}
