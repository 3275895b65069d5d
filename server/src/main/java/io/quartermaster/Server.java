package io.quartermaster;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.Settings;
import io.quartermaster.platform.http.HttpSettings;
import io.quartermaster.secret.MasterKey;
import io.quartermaster.usage.spool.SpoolOptions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: its database if it is ours, its rooms, and its listener. */
final class Server implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Server.class);

    private final RunningDatabase database;
    private final Groundwork groundwork;
    private final Wiring wiring;
    private final String address;
    private final Optional<Sensitive> firstOperatorKey;

    private Server(
            RunningDatabase database,
            Groundwork groundwork,
            Wiring wiring,
            String address,
            Optional<Sensitive> firstOperatorKey) {
        this.database = database;
        this.groundwork = groundwork;
        this.wiring = wiring;
        this.address = address;
        this.firstOperatorKey = firstOperatorKey;
    }

    static Server start(Settings settings, Consumer<String> progress) {
        return start(settings, progress, () -> false);
    }

    /**
     * Starts in the order in which things can fail, and undoes what it started when one does.
     *
     * @param givenUp whether it need not go on, because it has been told to stop
     */
    static Server start(Settings settings, Consumer<String> progress, BooleanSupplier givenUp) {
        DataFolder.require(settings.dataDirectory());
        CompletableFuture<MasterKey> readingKey = CompletableFuture.supplyAsync(() -> MasterKeys.load(settings));
        CompletableFuture<Groundwork> laying = Groundwork.lay();
        try {
            RunningDatabase database = RunningDatabase.open(settings, progress);
            try {
                MasterKey masterKey = await(readingKey);
                requireWanted(givenUp);
                database.prepareSchema(result -> {
                    if (!result.applied().isEmpty()) {
                        log.info("Migrated the database to version {}", result.now());
                    }
                });
                database.requireNoDrift();
                requireWanted(givenUp);
                SpoolOptions spool = SpoolOptions.standard(
                        settings.dataDirectory().resolve("spool"),
                        HttpSettings.of("", 0).eventLoops());
                return listen(database, new Wiring(settings, database, masterKey, await(laying), spool), await(laying));
            } catch (RuntimeException failure) {
                database.close();
                throw failure;
            }
        } catch (RuntimeException failure) {
            var _ = laying.thenAccept(Groundwork::close);
            throw failure;
        }
    }

    private static Server listen(RunningDatabase database, Wiring wiring, Groundwork groundwork) {
        try {
            wiring.requireCurrency();
            Optional<Sensitive> firstKey = wiring.createFirstOperatorKey();
            String address = wiring.listen();
            wiring.resume();
            return new Server(database, groundwork, wiring, address, firstKey);
        } catch (RuntimeException failure) {
            wiring.close();
            throw failure;
        }
    }

    /** What came of it, or what it failed with. */
    private static <T> T await(CompletableFuture<T> running) {
        try {
            return running.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static void requireWanted(BooleanSupplier givenUp) {
        if (givenUp.getAsBoolean()) {
            throw new CannotStart("Quartermaster was told to stop while it started.");
        }
    }

    String address() {
        return address;
    }

    boolean hasConsole() {
        return groundwork.console().isPresent();
    }

    Optional<Sensitive> firstOperatorKey() {
        return firstOperatorKey;
    }

    /** Drains the listener, then stops what it used, the database last. */
    @Override
    public void close() {
        wiring.close();
        groundwork.close();
        database.close();
    }
}
