package io.quartermaster.postgres;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a server, given on its command line, where nothing in the cluster overrides them.
 *
 * @param sockets a folder for its Unix socket, or none
 * @param chosen settings on top of the defaults
 */
record ServerSettings(int port, Optional<Path> sockets, Map<String, String> chosen) {
    /** What {@code sockaddr_un} holds on Linux, without its end mark; macOS holds four bytes less. */
    private static final int MAX_SOCKET_PATH = 103;

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            // The supervisor keeps the log short, so the server needs no process of its own for it.
            Map.entry("logging_collector", "off"),
            Map.entry("log_destination", "stderr"),
            Map.entry("log_line_prefix", "%m [%p] "),
            // Failed statements and the details of errors hold what users wrote, and keys: they stay out of the log.
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_error_verbosity", "terse"),
            // Nothing replicates from here: saves a process.
            Map.entry("max_logical_replication_workers", "0"));

    List<String> arguments() {
        TreeMap<String, String> settings = new TreeMap<>(DEFAULTS);
        settings.putAll(chosen);
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", LocalPort.ADDRESS);
        settings.put("password_encryption", "scram-sha-256");
        settings.put(
                "unix_socket_directories",
                sockets.filter(this::fits).map(Path::toString).orElse(""));
        return settings.entrySet().stream()
                .flatMap(setting -> List.of("-c", setting.getKey() + "=" + setting.getValue()).stream())
                .toList();
    }

    private boolean fits(Path folder) {
        return folder.resolve(".s.PGSQL." + port).toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH;
    }
}
