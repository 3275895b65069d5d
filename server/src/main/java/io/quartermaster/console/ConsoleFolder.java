package io.quartermaster.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder {@code console/} of the classpath: in the jar that is run, or as files while the code is worked on. */
final class ConsoleFolder {

    private static final String FOLDER = "console/";

    private ConsoleFolder() {}

    /** Every file by its path in the folder; none when this build has no console. */
    static Map<String, byte[]> read() {
        @Nullable URL index = ConsoleFolder.class.getResource("/" + FOLDER + ConsoleAssets.INDEX);
        if (index == null) {
            return Map.of();
        }
        try {
            return "jar".equals(index.getProtocol()) ? inJar(index) : inFolder(index);
        } catch (IOException | URISyntaxException unreadable) {
            throw new IllegalStateException("The console cannot be read from " + index, unreadable);
        }
    }

    private static Map<String, byte[]> inJar(URL index) throws IOException {
        JarURLConnection connection = (JarURLConnection) index.openConnection();
        connection.setUseCaches(false); // a cached jar would be closed under the class loader's feet
        Map<String, byte[]> files = new TreeMap<>();
        try (JarFile jar = connection.getJarFile()) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(FOLDER))
                    .toList();
            for (JarEntry entry : entries) {
                try (InputStream in = jar.getInputStream(entry)) {
                    files.put(entry.getName().substring(FOLDER.length()), in.readAllBytes());
                }
            }
        }
        return files;
    }

    private static Map<String, byte[]> inFolder(URL index) throws IOException, URISyntaxException {
        Path folder = Path.of(index.toURI()).resolveSibling("");
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.filter(Files::isRegularFile)
                    .forEach(
                            file -> files.put(folder.relativize(file).toString().replace('\\', '/'), bytes(file)));
        }
        return files;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Reading " + file, unreadable);
        }
    }
}
