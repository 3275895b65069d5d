package io.quartermaster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The embedded server that another process of ours runs in a folder, for a command that works beside it. */
public record RunningPostgres(int port, String superuserPassword) {

    private static final int PORT_LINE = 3;

    /** Empty while nothing runs there. */
    public static Optional<RunningPostgres> find(Path directory) {
        DataFolder folder = new DataFolder(directory);
        Path file = folder.cluster().path().resolve(PostmasterPid.FILE);
        try {
            if (!Files.exists(file) || !Files.exists(folder.passwordFile())) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            boolean ready = PostmasterPid.parse(lines)
                    .filter(PostmasterPid::ready)
                    .flatMap(written -> ProcessHandle.of(written.pid()))
                    .isPresent();
            return ready
                    ? Optional.of(new RunningPostgres(
                            Integer.parseInt(lines.get(PORT_LINE).strip()),
                            SuperuserPassword.read(folder.passwordFile()).value()))
                    : Optional.empty();
        } catch (NumberFormatException torn) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Looking for a running PostgreSQL in " + directory, unreadable);
        }
    }

    public String superuser() {
        return Cluster.SUPERUSER;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LocalPort.ADDRESS + ":" + port + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "RunningPostgres[port " + port + "]"; // not the password
    }
}
