package io.quartermaster.gateway;

import java.time.Duration;

/** Deadlines that tests need not wait long for. */
final class ShortDeadlines {

    private static final Duration AT_EASE = Duration.ofSeconds(5);

    private ShortDeadlines() {}

    /** For providers and for clients. */
    static Deadlines ofProviders() {
        return new Deadlines(
                Duration.ofMillis(700),
                Duration.ofMillis(600),
                Duration.ofMillis(900),
                Duration.ofMillis(1_200),
                Duration.ofMillis(500),
                Duration.ofMillis(2_000),
                Duration.ofMillis(600),
                Duration.ofMillis(600),
                Duration.ofMillis(600));
    }

    /** For each provider; a call has time for several. */
    static Deadlines ofProvidersAmongSeveral() {
        return new Deadlines(
                Duration.ofMillis(700),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMillis(1_200),
                Duration.ofMillis(500),
                Duration.ofSeconds(8),
                AT_EASE,
                AT_EASE,
                AT_EASE);
    }

    /** For what clients send, and for settings. */
    static Deadlines ofClients() {
        return new Deadlines(
                AT_EASE,
                AT_EASE,
                AT_EASE,
                AT_EASE,
                AT_EASE,
                Duration.ofSeconds(20),
                Duration.ofMillis(600),
                AT_EASE,
                Duration.ofMillis(600));
    }
}
