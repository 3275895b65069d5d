package io.quartermaster;

import io.quartermaster.platform.config.Settings;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs the server until it is told to stop. */
@Command(name = "serve", description = "Runs the server.")
final class ServeCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = CommandSettings.read();
        CountDownLatch stopped = new CountDownLatch(1);
        Server server = Server.start(settings, log::info);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    log.info("Stopping: running requests and streams may finish");
                    server.close();
                    log.info("Stopped");
                    stopped.countDown();
                }));
        server.firstOperatorKey().ifPresent(key -> {
            System.out.println("Operator key (shown once, keep it): " + key.reveal());
        });
        System.out.println("Quartermaster listens on " + server.address());
        System.out.flush();
        stopped.await();
        return 0;
    }
}
