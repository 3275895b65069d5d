package io.quartermaster.console;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One file of the console, in the forms in which it can be sent, plain last. */
record Asset(String path, String contentType, List<AssetForm> forms) {

    /** The build names these by what is in them, so that a name never stands for anything else. */
    private static final String HASHED = "assets/";

    private static final Map<String, String> CONTENT_TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"));

    Asset {
        forms = List.copyOf(forms);
    }

    /** @param files all of the console, with the compressed ones that belong to this */
    static Asset of(String path, byte[] bytes, Map<String, byte[]> files) {
        String hash = hash(bytes);
        List<AssetForm> forms = new ArrayList<>();
        for (Compression compression : Compression.values()) {
            byte[] compressed = files.get(path + compression.suffix());
            if (compressed != null && compressed.length < bytes.length) {
                forms.add(new AssetForm(
                        Optional.of(compression), Buffer.buffer(compressed), hash + "-" + compression.word()));
            }
        }
        forms.add(new AssetForm(Optional.empty(), Buffer.buffer(bytes), hash));
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return new Asset(path, CONTENT_TYPES.getOrDefault(extension, "application/octet-stream"), forms);
    }

    boolean varies() {
        return forms.size() > 1;
    }

    String cacheControl() {
        return path.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    /** What this client likes best, by its {@code accept-encoding}; of those it likes the same, the first. */
    AssetForm formFor(List<String> acceptEncoding) {
        String accepted = String.join(",", acceptEncoding);
        AssetForm best = forms.getLast();
        double most = 0;
        for (AssetForm form : forms) {
            double wanted =
                    form.encoding().map(encoding -> encoding.wanted(accepted)).orElse(0.0);
            if (wanted > most) {
                best = form;
                most = wanted;
            }
        }
        return best;
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
