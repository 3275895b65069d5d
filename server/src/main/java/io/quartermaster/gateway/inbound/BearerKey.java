package io.quartermaster.gateway.inbound;

import org.jspecify.annotations.Nullable;

/** Reads {@code Authorization: Bearer …}. */
final class BearerKey {

    private static final String SCHEME = "Bearer ";

    private BearerKey() {}

    /** The key, or null when the header is missing or of another scheme. */
    static @Nullable String of(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : null;
    }
}
