package io.quartermaster.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * This process among all that serve the deployment.
 *
 * @param id of the process: it dies with it
 * @param node of its data folder, and of every process that had that folder before
 */
public record NodeLife(UUID id, UUID node) {

    private static final String FILE = "node-id";

    /** A new life of the node whose data folder this is; the folder gets an id when it has none. */
    public static NodeLife in(Path dataFolder, Ids ids) {
        Path file = dataFolder.resolve(FILE);
        try {
            try {
                return new NodeLife(
                        ids.next(), UUID.fromString(Files.readString(file).strip()));
            } catch (NoSuchFileException first) {
                Path written = Files.createTempFile(dataFolder, FILE, "");
                try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                    ByteBuffer id = US_ASCII.encode(ids.next() + "\n");
                    while (id.hasRemaining()) {
                        channel.write(id);
                    }
                    channel.force(true); // or a power failure may leave the name with nothing in it
                }
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
                return new NodeLife(
                        ids.next(), UUID.fromString(Files.readString(file).strip()));
            }
        } catch (IllegalArgumentException garbled) {
            throw new IllegalStateException(
                    "The file " + file + " does not hold the id of this node, a UUID; delete it to make a new one."
                            + " What the node had leased of budgets must then be written off.",
                    garbled);
        } catch (IOException unusable) {
            throw new UncheckedIOException("The file " + file + " cannot be read or written.", unusable);
        }
    }
}
