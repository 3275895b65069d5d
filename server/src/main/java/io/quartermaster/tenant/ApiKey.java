package io.quartermaster.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quartermaster.access.Role;
import io.quartermaster.platform.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A virtual key of a tenant; the key itself is shown once, when it is made or rotated.
 *
 * @param userId whose key it is; empty for a service
 * @param purpose whether a person asked for it, or the console made it
 * @param allowedModels empty allows all
 * @param previousExpiresAt until when the text before the last rotation holds
 * @param lastUsedAt to the minute, a few seconds behind
 */
public record ApiKey(
        ApiKeyId id,
        String name,
        Role role,
        Optional<UserId> userId,
        Purpose purpose,
        List<String> allowedModels,
        Optional<Instant> expiresAt,
        String lastFour,
        Optional<Instant> previousExpiresAt,
        Optional<Instant> lastUsedAt,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    /** What a key is for. */
    public enum Purpose {
        CALLS("calls"),
        /** One for each member who uses it, made and given new texts by the console. */
        PLAYGROUND("playground");

        private final String word;

        Purpose(String word) {
            this.word = word;
        }

        @JsonValue
        public String word() {
            return word;
        }
    }

    public ApiKey {
        allowedModels = List.copyOf(allowedModels);
    }
}
