package io.quartermaster.platform.http;

import io.vertx.ext.web.RoutingContext;

/** Where the id of a request is kept: every route finds it here, and every answer carries it as {@code x-qm-request-id}. */
public final class RequestIds {

    public static final String HEADER = "x-qm-request-id";
    private static final String KEY = "qm.request-id";

    private RequestIds() {}

    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? "" : id;
    }

    static void give(RoutingContext context, String id) {
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
    }
}
