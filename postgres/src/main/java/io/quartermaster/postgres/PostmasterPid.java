package io.quartermaster.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a server wrote into its {@code postmaster.pid}: line 1 is the process, line 8 its state. */
record PostmasterPid(long pid, String status) {
    static final String FILE = "postmaster.pid";
    private static final int STATUS_LINE = 7;

    static Optional<PostmasterPid> read(Path cluster) throws IOException {
        try {
            return parse(Files.readAllLines(cluster.resolve(FILE), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Empty for a file without a process, which is one that is being written or was torn by a crash. */
    static Optional<PostmasterPid> parse(List<String> lines) {
        try {
            long pid = Long.parseLong(lines.isEmpty() ? "" : lines.getFirst().strip());
            String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
            return pid > 0 ? Optional.of(new PostmasterPid(pid, status)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean ready() {
        return status.equals("ready");
    }
}
