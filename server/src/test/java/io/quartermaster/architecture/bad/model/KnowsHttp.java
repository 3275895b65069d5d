package io.quartermaster.architecture.bad.model;

import io.vertx.ext.web.RoutingContext;

/** An operation that knows HTTP. */
public final class KnowsHttp {
    public int answer(RoutingContext context) {
        return context.statusCode();
    }
}
