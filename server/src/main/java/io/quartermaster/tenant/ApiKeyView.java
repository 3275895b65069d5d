package io.quartermaster.tenant;

import io.quartermaster.access.Role;
import io.quartermaster.platform.UserId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a call needs to know of an API key. Expiry is checked at each call.
 *
 * @param role what the key may do now: a person's key never more than the person
 * @param allowedModels empty allows all
 * @param user whose key it is; empty for a service
 * @param hash of the text that was made last
 * @param previous the text before it, which a rotation lets hold for a while
 */
public record ApiKeyView(
        ApiKeyId id,
        String name,
        Role role,
        Optional<Instant> expiresAt,
        Set<String> allowedModels,
        Optional<UserId> user,
        KeyHash hash,
        Optional<Previous> previous) {

    /** A text that was replaced. */
    public record Previous(KeyHash hash, Instant expiresAt) {}

    public ApiKeyView {
        allowedModels = Set.copyOf(allowedModels);
    }

    public boolean expiredAt(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }

    /** Whether a text with this hash is this key's still. */
    public boolean accepts(KeyHash presented, Instant now) {
        return hash.equals(presented)
                || previous.filter(old -> old.hash().equals(presented) && now.isBefore(old.expiresAt()))
                        .isPresent();
    }
}
