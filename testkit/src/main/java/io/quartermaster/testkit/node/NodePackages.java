package io.quartermaster.testkit.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pinned npm packages and the scripts that use them, installed in a folder of the build.
 *
 * <p>The folder is named by a hash of everything in it; whoever finds it missing installs it, under a lock that holds
 * between processes. A machine whose own Node.js is too old for the packages (Debian 12 has 18) gets a pinned one from npm.
 */
final class NodePackages {
    private static final List<String> FILES = List.of(
            "package.json",
            "package-lock.json",
            "aimock.mjs",
            "openai-client.mjs",
            "anthropic-client.mjs",
            "conversations.mjs",
            "oidc-provider.mjs",
            "fixtures/openai.json");
    private static final Duration INSTALLATION = Duration.ofMinutes(5);

    private static @Nullable NodePackages forThisJvm;

    private final Path folder;
    private final String node;

    private NodePackages(Path folder, String node) {
        this.folder = folder;
        this.node = node;
    }

    /** Installs on the first call; a failure is thrown by each call, so that each test that needs it says why it fails. */
    static synchronized NodePackages installed() {
        if (forThisJvm == null) {
            forThisJvm = install(buildFolder().resolve("npm"), NodeRuntime.ofMachine());
        }
        return forThisJvm;
    }

    /** Synchronized, because the lock on the file holds between processes and not between threads. */
    static synchronized NodePackages install(Path parent, NodeRuntime machine) {
        Path folder = folder(parent, machine);
        Path complete = folder.resolve(".complete");
        try {
            Files.createDirectories(parent);
            try (FileChannel channel = FileChannel.open(
                            parent.resolve(folder.getFileName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                Objects.requireNonNull(held);
                if (!Files.exists(complete)) {
                    fill(folder, machine);
                    Files.createFile(complete);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("installing the npm packages of the tests in " + folder, e);
        }
        return new NodePackages(folder, machine.executable(folder));
    }

    static Path folder(Path parent, NodeRuntime machine) {
        return parent.resolve(hash() + (machine.newEnough() ? "" : "-with-node"));
    }

    private static void fill(Path folder, NodeRuntime machine) throws IOException {
        delete(folder);
        Files.createDirectories(folder.resolve("fixtures"));
        for (String file : FILES) {
            Files.write(folder.resolve(file), resource(file));
        }
        // Scripts of packages are not run: none of these needs one.
        List<String> words = machine.newEnough()
                ? List.of(
                        "npm",
                        "ci",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        "--prefer-offline",
                        "--omit=optional")
                : List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        Command.Outcome outcome;
        try {
            outcome = new Command(words, folder, Map.of()).run("", INSTALLATION);
        } catch (UncheckedIOException e) {
            throw new IllegalStateException(NodeRuntime.MISSING, e);
        }
        if (outcome.exit() != 0) {
            throw new IllegalStateException("npm ci failed in " + folder + ":\n" + outcome.errors());
        }
    }

    /** The folder that {@code mvn clean} empties, wherever in the tree the tests are started. */
    private static Path buildFolder() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder.resolve("target");
            }
        }
        return here.resolve("target");
    }

    private static String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : FILES) {
                digest.update(resource(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] resource(String file) {
        try (InputStream in = Objects.requireNonNull(NodePackages.class.getResourceAsStream(file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    Path folder() {
        return folder;
    }

    /** The command that runs one of the scripts. */
    Command script(String name) {
        return new Command(List.of(node, folder.resolve(name).toString()), folder, Map.of());
    }
}
