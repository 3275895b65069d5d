package io.quartermaster.console;

import io.quartermaster.platform.RandomText;
import io.quartermaster.platform.http.Connections;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/** Everything outside of the APIs: the console's files, and its page wherever it may have one. Answers from memory, on the event loop. */
public final class ConsoleResource {

    private static final long LONGEST_ANSWER_MILLIS = 120_000; // for those who do not read what they asked for
    private static final String NOT_PART =
            "The console is not part of this build of Quartermaster: it was left out, or there was no"
                    + " Node.js 20.19 or newer.\nThe API is here all the same: /api/v1 to administer, /v1 to call models.\n";

    private final Optional<ConsoleAssets> assets;
    private final ConsoleHeaders headers;
    private final SecureRandom random;

    /**
     * Serves a console, or says that there is none.
     *
     * @param overTls whether browsers reach this server over TLS
     */
    public ConsoleResource(Optional<ConsoleAssets> assets, boolean overTls, SecureRandom random) {
        this.assets = assets;
        this.headers = new ConsoleHeaders(overTls);
        this.random = random;
    }

    /** Comes after all other routes, and leaves to them what is theirs. */
    public void mount(Router router) {
        router.routeWithRegex(ConsolePaths.NOT_OF_OTHERS).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String path = context.normalizedPath();
        headers.ofFile().forEach(context.response()::putHeader);
        Optional<Asset> asset = assets.flatMap(console -> console.find(path));
        if (asset.isPresent()) {
            ifRead(context, () -> send(context, asset.get()));
        } else if (path.equals("/") || (assets.isPresent() && isPage(context, path))) {
            ifRead(context, () -> sendPage(context));
        } else {
            context.next();
        }
    }

    /** A page is what a person opens; scripts and programs that look for something else are told that it is not here. */
    private static boolean isPage(RoutingContext context, String path) {
        String accept = context.request().getHeader("accept");
        return path.equals("/" + ConsoleAssets.INDEX)
                || (ConsolePaths.looksLikePage(path)
                        && accept != null
                        && accept.toLowerCase(Locale.ROOT).contains("text/html"));
    }

    private static boolean reads(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private static void ifRead(RoutingContext context, Runnable send) {
        if (reads(context.request())) {
            send.run();
        } else {
            context.response().putHeader("allow", "GET, HEAD");
            context.fail(405);
        }
    }

    private static void send(RoutingContext context, Asset asset) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        AssetForm form = asset.formFor(request.headers().getAll("accept-encoding"));
        response.putHeader("cache-control", asset.cacheControl()).putHeader("etag", form.etag());
        if (asset.varies()) {
            response.putHeader("vary", "accept-encoding");
        }
        if (form.isHeldBy(request.headers().getAll("if-none-match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("content-type", asset.contentType());
        form.encoding().ifPresent(encoding -> response.putHeader("content-encoding", encoding.word()));
        write(context, form.body());
    }

    /** Never stored: the nonce is this answer's alone, and nobody shall find the page of a person who has signed out by going back. */
    private void sendPage(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("cache-control", "no-store");
        if (assets.isEmpty()) {
            response.putHeader("content-type", "text/plain; charset=utf-8");
            write(context, Buffer.buffer(NOT_PART.getBytes(StandardCharsets.UTF_8)));
            return;
        }
        String nonce = RandomText.next(random);
        headers.ofPage(nonce).forEach(response::putHeader);
        response.putHeader("content-type", "text/html; charset=utf-8");
        write(context, Buffer.buffer(assets.get().index(nonce)));
    }

    private static void write(RoutingContext context, Buffer body) {
        HttpServerResponse response = context.response();
        response.putHeader("content-length", String.valueOf(body.length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        long timer = context.vertx()
                .setTimer(
                        LONGEST_ANSWER_MILLIS,
                        _ -> Connections.cut(context.request().connection()));
        response.end(body).onComplete(_ -> context.vertx().cancelTimer(timer));
    }
}
