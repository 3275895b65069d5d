package io.quartermaster.architecture.bad.model;

import io.vertx.core.Vertx;

/** An operation that knows the event loops. */
public final class KnowsVertx {
    public boolean look(Vertx vertx) {
        return vertx.isMetricsEnabled();
    }
}
