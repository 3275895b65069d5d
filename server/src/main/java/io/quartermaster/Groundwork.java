package io.quartermaster;

import io.quartermaster.console.ConsoleAssets;
import io.quartermaster.model.ShippedCatalogue;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.Contract;
import io.quartermaster.platform.http.EventLoops;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** What a node needs and no database gives: laid beside the database's start, which leaves a core idle. */
record Groundwork(Vertx vertx, Contract contract, ShippedCatalogue catalogue, Optional<ConsoleAssets> console)
        implements AutoCloseable {

    /** Lays it on another thread. */
    static CompletableFuture<Groundwork> lay() {
        return CompletableFuture.supplyAsync(() -> {
            Vertx vertx = EventLoops.start();
            Database.loadClasses();
            return new Groundwork(vertx, Contract.admin(), new ShippedCatalogue(), ConsoleAssets.ofThisBuild());
        });
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            LoggerFactory.getLogger(Groundwork.class).warn("The event loops did not stop", stuck);
        }
    }
}
