package io.quartermaster.postgres;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a server, given on its command line, where nothing in the cluster overrides them. */
final class ServerSettings {
    private static final int MAX_SOCKET_PATH = 107;
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("logging_collector", "off"),
            Map.entry("log_destination", "stderr"),
            Map.entry("log_line_prefix", "%m [%p] "),
            // Failed statements and the details of errors hold what users wrote, and keys: they stay out of the log.
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_error_verbosity", "terse"),
            // Nothing replicates from here: saves a process.
            Map.entry("max_logical_replication_workers", "0"));

    private ServerSettings() {}

    static List<String> arguments(int port, Path socketFolder, Map<String, String> chosen) {
        TreeMap<String, String> settings = new TreeMap<>(DEFAULTS);
        settings.putAll(chosen);
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("unix_socket_directories", fits(socketFolder, port) ? socketFolder.toString() : "");
        return settings.entrySet().stream()
                .flatMap(setting -> List.of("-c", setting.getKey() + "=" + setting.getValue()).stream())
                .toList();
    }

    static boolean fits(Path socketFolder, int port) {
        return socketFolder.resolve(".s.PGSQL." + port).toString().getBytes(StandardCharsets.UTF_8).length
                <= MAX_SOCKET_PATH;
    }
}
