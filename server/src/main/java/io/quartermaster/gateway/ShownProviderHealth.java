package io.quartermaster.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quartermaster.provider.DeadlinePart;
import io.quartermaster.provider.ProviderConfigId;
import io.quartermaster.provider.ProviderDeadlines;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A provider's health as the API tells it, and how long calls to it may take. */
record ShownProviderHealth(
        ProviderConfigId providerId,
        CircuitState circuit,
        Optional<Instant> openUntil,
        int consecutiveFailures,
        Optional<LastFailure> lastFailure,
        Map<String, ShownDeadline> deadlines) {

    private static final String FIRST_BYTE_STREAMED = "first_byte_streamed";

    /** A deadline, and who said it. */
    record ShownDeadline(long valueMs, Source source) {}

    /** Whose word counts, the first of these that said any. */
    enum Source {
        CONFIG("config"),
        FAMILY("family"),
        BUILT_IN("built_in");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        @JsonValue
        String word() {
            return word;
        }
    }

    static ShownProviderHealth of(ProviderHealth health, ProviderDeadlines provider, Deadlines usual) {
        Map<String, ShownDeadline> deadlines = new LinkedHashMap<>();
        for (DeadlinePart part : DeadlinePart.values()) {
            deadlines.put(part.word(), deadline(provider, part, usual.of(part, false)));
        }
        deadlines.put(
                FIRST_BYTE_STREAMED,
                deadline(provider, DeadlinePart.FIRST_BYTE, usual.of(DeadlinePart.FIRST_BYTE, true)));
        return new ShownProviderHealth(
                health.providerId(),
                health.circuit(),
                health.openUntil(),
                health.consecutiveFailures(),
                health.lastFailure(),
                deadlines);
    }

    private static ShownDeadline deadline(ProviderDeadlines provider, DeadlinePart part, Duration usual) {
        Source source = provider.ofConfig().containsKey(part)
                ? Source.CONFIG
                : provider.ofFamily().containsKey(part) ? Source.FAMILY : Source.BUILT_IN;
        return new ShownDeadline(provider.find(part).orElse(usual).toMillis(), source);
    }
}
