package io.quartermaster.console;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files of one build of the console, in memory. What is no file of it cannot be asked for, however it is written. */
public final class ConsoleAssets {

    static final String INDEX = "index.html";

    private static final String NONCE = "__CSP_NONCE__";

    private final Map<String, Asset> assets = new HashMap<>();
    private final String index;

    /**
     * Takes what a build made; compressed files beside others are ways to send those, and no files of their own.
     *
     * @param files by their path below the root, with {@code index.html} among them
     */
    ConsoleAssets(Map<String, byte[]> files) {
        byte[] page = files.get(INDEX);
        if (page == null) {
            throw new IllegalArgumentException("The console has no " + INDEX);
        }
        this.index = new String(page, StandardCharsets.UTF_8);
        files.forEach((path, bytes) -> {
            if (!path.equals(INDEX) && Compression.ofFile(path).isEmpty()) {
                assets.put(path, Asset.of(path, bytes, files));
            }
        });
    }

    /** The console that was built into this server; empty when it was built without Node.js. */
    public static Optional<ConsoleAssets> ofThisBuild() {
        Map<String, byte[]> files = ConsoleFolder.read();
        return files.isEmpty() ? Optional.empty() : Optional.of(new ConsoleAssets(files));
    }

    /** @param path begins with a slash */
    Optional<Asset> find(String path) {
        return Optional.ofNullable(assets.get(path.substring(1)));
    }

    /** The page that loads the rest, knowing the nonce that its styles need. */
    byte[] index(String nonce) {
        return index.replace(NONCE, nonce).getBytes(StandardCharsets.UTF_8);
    }
}
