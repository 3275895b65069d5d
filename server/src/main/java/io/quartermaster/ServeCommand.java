package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs the server until it is told to stop. */
@Command(name = "serve", description = "Runs the server.")
final class ServeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    /** Done once the start has ended, well or not: what was started by then is to be stopped. */
    private final CompletableFuture<Server> start = new CompletableFuture<>();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = CommandSettings.read();
        // Before the start: a database that is just coming up must not be left behind either.
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(this::stop));
        Server server;
        try {
            server = Server.start(settings, log::info, () -> stopping);
            start.complete(server);
        } catch (RuntimeException | Error failure) {
            start.completeExceptionally(failure);
            if (stopping) {
                return 0; // it was told to stop, and has nothing to complain of
            }
            throw failure;
        }
        server.firstOperatorKey().ifPresent(key -> {
            System.out.println("Operator key (shown once, keep it): " + key.reveal());
        });
        if (!server.hasConsole()) {
            log.info("The console is not part of this build: it was left out, or there was no Node.js 20.19 or newer;"
                    + " the API is served alone");
        }
        System.out.println("Quartermaster listens on " + server.address());
        System.out.flush();
        stopped.await();
        return 0;
    }

    private void stop() {
        if (start.isCompletedExceptionally()) {
            return;
        }
        stopping = true;
        log.info("Stopping: running requests and streams may finish");
        Optional<Server> running =
                start.handle((server, _) -> Optional.ofNullable(server)).join();
        running.ifPresent(Server::close);
        log.info("Stopped");
        stopped.countDown();
    }
}
