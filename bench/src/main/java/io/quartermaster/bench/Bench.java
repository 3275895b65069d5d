package io.quartermaster.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole comparison, in one run. Arguments: the checkout, the built distribution, {@code --quick}. */
final class Bench {

    private static final Path AOT = Path.of("bin", "aot");

    private final Path home;
    private final Path folder;
    private final Path distribution;
    private final Plan plan;
    private final Ports ports = new Ports();
    private final Results results = new Results();
    private final List<String> notes = new ArrayList<>();

    private Bench(Path home, Path folder, Path distribution, Plan plan) {
        this.home = home;
        this.folder = folder;
        this.distribution = distribution;
        this.plan = plan;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> options = List.of(arguments).subList(2, arguments.length);
        boolean quick = options.contains("--quick");
        if (!options.isEmpty() && !options.equals(List.of("--quick"))) {
            System.err.println("bin/bench knows --quick and --jmh; it does not know " + String.join(" ", options));
            System.exit(2);
        }
        Path home = Path.of(arguments[0]);
        Path folder = Files.createTempDirectory("quartermaster-bench");
        // As root the database and nginx's workers run as other users, who must get through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        boolean done = false;
        try {
            Path distribution = copy(Path.of(arguments[1]), folder.resolve("quartermaster"));
            String report = new Bench(home, folder, distribution, quick ? Plan.quick() : Plan.full()).run();
            Path file = (quick ? home.resolve("bench/target") : home.resolve("bench/results"))
                    .resolve(LocalDate.now(ZoneOffset.UTC) + "-gateway.md");
            Files.createDirectories(file.getParent());
            Files.writeString(file, report);
            System.out.println(report);
            System.err.println("Written to " + file);
            done = true;
        } finally {
            if (done) {
                delete(folder);
            } else {
                System.err.println("Logs are in " + folder);
            }
        }
    }

    private String run() throws IOException, InterruptedException {
        Path bench = home.resolve("bench");
        Path npm = bench.resolve("npm");
        Path sources = bench.resolve("src/main/java/io/quartermaster/bench");
        List<String> facts = new ArrayList<>(new Machine(home, npm).facts());
        String loadBefore = Machine.load();
        long start = System.nanoTime();
        Nginx nginx = new Nginx(bench.resolve("nginx"), folder);
        StartUp startUp = StartUp.create();
        try (Mock mock = Mock.start(nginx, sources, folder, ports)) {
            int proxyPort = ports.free();
            int portkeyPort = ports.free();
            Quartermaster.Installation installation = Quartermaster.Installation.in(distribution, folder, ports.free());
            Target proxied;
            Target throughPortkey;
            Target throughOurs;
            Contender.Direct direct = new Contender.Direct(mock);
            for (Workload workload : Workload.values()) {
                startUp.awaitAnswer(
                        direct.target(workload),
                        workload,
                        workload == Workload.SSE_PACED ? mock.paced() : mock.instant());
            }
            try (ReverseProxy proxy = ReverseProxy.start(nginx, mock, proxyPort);
                    Portkey portkey = Portkey.start(npm, folder, mock, portkeyPort);
                    Quartermaster ours = Quartermaster.start(installation, mock)) {
                for (Workload workload : Workload.values()) {
                    startUp.awaitAnswer(proxy.target(workload), workload, proxy.program());
                    startUp.awaitAnswer(portkey.target(workload), workload, portkey.program());
                }
                Comparison comparison = new Comparison(
                        List.of(direct, proxy, portkey, ours, ours.translated()),
                        new Wrk(bench.resolve("wrk/post.lua"), folder),
                        plan,
                        results);
                comparison.warmUp();
                comparison.run();
                notes.add(account(ours));
                proxied = proxy.target(Workload.JSON_1K);
                throughPortkey = portkey.target(Workload.JSON_1K);
                throughOurs = ours.target(Workload.JSON_1K);
            }
            Comparison.progress("starts");
            StartUps starts = new StartUps(startUp, results, plan.starts());
            Map<String, StartUps.Started> launches = new LinkedHashMap<>();
            launches.put(
                    "nginx",
                    new StartUps.Started(
                            () -> ReverseProxy.start(nginx, mock, proxyPort).program(), proxied));
            launches.put(
                    "Portkey",
                    new StartUps.Started(
                            () -> Portkey.start(npm, folder, mock, portkeyPort).program(), throughPortkey));
            launches.put(StartUps.WITHOUT_CACHE, new StartUps.Started(installation::launch, throughOurs));
            starts.measure(launches);
            if (makeCache()) {
                starts.measure(Map.of(StartUps.WITH_CACHE, new StartUps.Started(installation::launch, throughOurs)));
            }
        }
        facts.add("Load average of 1, 5, 15 minutes: " + loadBefore + " at the start, " + Machine.load()
                + " at the end; the run took " + (System.nanoTime() - start) / 60_000_000_000L + " minutes");
        return new Report(results, plan, facts, notes)
                .text(LocalDate.now(ZoneOffset.UTC).toString());
    }

    /** Every forwarded call must have its usage event in the database; clients that wrk cut off at the end of a cell count, too. */
    private String account(Quartermaster ours) throws IOException, InterruptedException {
        ours.settle();
        Accounts accounts = ours.accounts();
        long answered = results.answered(ours.name())
                + results.answered(ours.translated().name());
        boolean whole = accounts.settled() && accounts.refused() == 0 && accounts.written() >= answered;
        return "Quartermaster's ledger: " + accounts.written() + " usage events in the database, "
                + accounts.refused() + " refused, for " + accounts.forwarded() + " forwarded calls, of which "
                + answered + " were answered within a cell: "
                + (whole ? "complete" : "**NOT COMPLETE**");
    }

    private boolean makeCache() throws IOException, InterruptedException {
        Comparison.progress("making the AOT cache");
        ProcessBuilder builder = new ProcessBuilder(distribution.resolve(AOT).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("aot.log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        boolean made = builder.start().waitFor() == 0;
        if (!made) {
            notes.add("**The AOT cache could not be made**: "
                    + Files.readString(folder.resolve("aot.log")).strip());
        }
        return made;
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failed) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
