package io.quartermaster.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of Debian's package, of a major version that is not embedded; until the end of the test run. bin/check installs it. */
record DebianPostgres(int port, String password) {

    static final String SUPERUSER = "postgres";

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    static DebianPostgres start(int major) {
        Path programs = Path.of("/usr/lib/postgresql/" + major + "/bin");
        if (!Files.isExecutable(programs.resolve("initdb"))) {
            throw new IllegalStateException("There is no PostgreSQL " + major + " in " + programs
                    + ": bin/check installs it, or apt-get install postgresql-" + major);
        }
        try (Socket reserved = new Socket()) {
            reserved.setReuseAddress(true); // nobody else is given the port, and PostgreSQL may share it
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = reserved.getLocalPort();
            Path folder = Files.createTempDirectory("quartermaster-postgresql-" + major + "-");
            String password = "superuser-of-a-scratch-server";
            Path passwordFile = Files.writeString(folder.resolve("password"), password);
            String data = folder.resolve("data").toString();
            run(
                    programs,
                    "initdb",
                    "-D",
                    data,
                    "-U",
                    SUPERUSER,
                    "-A",
                    "scram-sha-256",
                    "--pwfile=" + passwordFile,
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--no-sync");
            Files.writeString(
                    Path.of(data, "postgresql.auto.conf"),
                    "listen_addresses = '127.0.0.1'\nport = " + port
                            + "\nunix_socket_directories = ''\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
            String log = folder.resolve("log").toString();
            run(programs, "pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "start");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                run(programs, "pg_ctl", "-D", data, "-m", "immediate", "stop");
                Folders.delete(folder);
            }));
            return new DebianPostgres(port, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody. */
    private static void run(Path programs, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("quartermaster-" + program, ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
