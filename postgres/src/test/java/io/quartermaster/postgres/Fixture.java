package io.quartermaster.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What the tests of real servers share: one unpacked copy of the programs for all of them, SQL, and a look at processes. */
final class Fixture {
    static final Path BINARIES = Path.of(System.getProperty("user.home"), ".cache", "quartermaster", "postgres");

    private Fixture() {}

    static EmbeddedPostgresOptions options(Path folder) {
        return EmbeddedPostgresOptions.in(folder)
                .withBinariesCache(BINARIES)
                .withStopTimeout(Duration.ofSeconds(20))
                .withStartTimeout(Duration.ofSeconds(60));
    }

    /** Options for a folder that gets a copy of a created database first, which is quicker than to create one. */
    static EmbeddedPostgresOptions prepared(Path folder) throws IOException {
        if (!Files.exists(folder.resolve("cluster"))) {
            try (Stream<Path> tree = Files.walk(Template.FOLDER)) {
                for (Path path : tree.toList()) {
                    Path copy = folder.resolve(Template.FOLDER.relativize(path));
                    if (!Files.isDirectory(copy)) {
                        Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
        }
        return options(folder);
    }

    /** Created once per JVM; the build runs several at once. */
    private static final class Template {
        static final Path FOLDER = create();

        private static Path create() {
            try {
                Path folder = Path.of("target", "template-" + System.getProperty("quartermaster.tests.fork", "alone"))
                        .toAbsolutePath();
                Folders.delete(folder);
                EmbeddedPostgres.start(options(folder)).close();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static Connection connect(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("postgres"), server.superuser(), server.superuserPassword());
    }

    static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long postmasterOf(Path folder) throws IOException {
        return PostmasterPid.read(folder.resolve("cluster")).orElseThrow().pid();
    }

    static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    static void signal(String signal, long pid) throws IOException {
        Program.run(List.of("sh", "-c", "kill -" + signal + " " + pid), Duration.ofSeconds(5));
    }

    /** The processes whose command line names the folder. */
    static List<Long> processesOf(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process.pid()).contains(folder.toString()))
                .map(ProcessHandle::pid)
                .toList();
    }

    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    static void await(BooleanSupplier condition) {
        await(Duration.ofSeconds(30), condition);
    }

    static void await(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come about within " + timeout);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** A program that runs until it is ended, of another name than PostgreSQL. */
    static Process stranger() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }

    /** Starts a JVM that serves the folder until its input ends. */
    static Process serveInAnotherJvm(List<String> prefix, String classPath, Path folder, Path binaries)
            throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(Stream.concat(
                                prefix.stream(),
                                Stream.of(
                                        java.toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        classPath,
                                        ServingMain.class.getName(),
                                        folder.toString(),
                                        binaries.toString()))
                        .toList())
                .redirectErrorStream(true)
                .start();
    }

    static Process serveInAnotherJvm(Path folder) throws IOException {
        return serveInAnotherJvm(List.of(), System.getProperty("java.class.path"), folder, BINARIES);
    }

    /** What it says at last: {@code ready} and its port, or {@code refused} and the sentence. */
    static String answer(Process serving) throws IOException {
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> serving.inputReader()
                .lines()
                .filter(line -> line.startsWith("ready ") || line.startsWith("refused "))
                .findFirst()
                .orElse("said neither"));
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException | InterruptedException | ExecutionException e) {
            throw new IOException("no answer of the other JVM", e);
        }
    }
}
