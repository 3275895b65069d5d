package io.quartermaster.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The packed programs for this machine, as found on the class path.
 *
 * @param key names this very content, so that another version is unpacked beside it and not over it
 */
record BinariesArchive(URL location, String key) {
    private static final Map<String, String> NAMES = Map.of(
            "linux amd64", "postgres-linux-x86_64",
            "linux aarch64", "postgres-linux-arm_64",
            "mac aarch64", "postgres-darwin-arm_64");

    static BinariesArchive forThisMachine() throws IOException {
        return forMachine(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    static BinariesArchive forMachine(String system, String architecture) throws IOException {
        String family = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : system.toLowerCase(Locale.ROOT);
        @Nullable String name = NAMES.get(family + " " + architecture);
        @Nullable URL location = name == null ? null : BinariesArchive.class.getResource("/" + name + ".txz");
        if (name == null || location == null) {
            throw new EmbeddedPostgresException("There is no embedded PostgreSQL for " + system + " on " + architecture
                    + ": give the URL of an external database");
        }
        return new BinariesArchive(location, name + "-" + checksum(location));
    }

    InputStream open() throws IOException {
        return location.openStream();
    }

    private static String checksum(URL location) throws IOException {
        if (location.openConnection() instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc()); // the jar has it already: nothing to read
        }
        try (CheckedInputStream stream = new CheckedInputStream(location.openStream(), new CRC32())) {
            stream.transferTo(OutputStream.nullOutputStream());
            return Long.toHexString(stream.getChecksum().getValue());
        }
    }
}
