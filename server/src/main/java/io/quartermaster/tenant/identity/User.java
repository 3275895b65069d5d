package io.quartermaster.tenant.identity;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * A person who may sign in.
 *
 * @param email empty for who signs in by OpenID only and whose address another user has
 * @param passwordHash empty for who has no password, or none yet
 * @param version counts the changes of this row
 */
public record User(
        UserId id,
        Optional<Email> email,
        String displayName,
        @JsonIgnore Optional<Sensitive> passwordHash,
        boolean operator,
        boolean disabled,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    User withoutEmail() {
        return new User(
                id,
                Optional.empty(),
                displayName,
                passwordHash,
                operator,
                disabled,
                version,
                createdAt,
                createdBy,
                updatedAt,
                updatedBy);
    }

    /** Whether there is a password; its hash is shown to nobody. */
    @JsonProperty
    public boolean hasPassword() {
        return passwordHash.isPresent();
    }
}
