package io.quartermaster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/** What the JDK leaves out about folders. */
final class Folders {
    private Folders() {}

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static void deleteChildren(Path folder, String prefix) throws IOException {
        List<Path> doomed;
        try (var children = Files.list(folder)) {
            doomed = children.filter(child -> child.getFileName().toString().startsWith(prefix))
                    .toList();
        }
        for (Path child : doomed) {
            delete(child);
        }
    }

    /** Renames so that a power cut leaves either name, never neither. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to);
        try (FileChannel parent = FileChannel.open(to.getParent(), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }
}
