package io.quartermaster.tenant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quartermaster.access.Role;
import io.quartermaster.platform.UserId;
import io.quartermaster.tenant.identity.Email;
import java.time.Instant;
import java.util.Optional;

/**
 * A person in a tenant, by the tenant's own name and address for the person: what the person is called elsewhere is not the
 * tenant's to know.
 *
 * @param acceptedAt since when the membership counts; until the person takes the invitation up, it gives nothing
 */
public record Member(
        UserId userId,
        Email email,
        String displayName,
        Role role,
        @JsonIgnore Optional<Instant> acceptedAt,
        long version,
        Instant createdAt,
        String createdBy,
        Instant updatedAt,
        String updatedBy) {

    public Member {
        if (role == Role.OPERATOR) {
            throw new IllegalArgumentException("An operator is no member");
        }
    }

    @JsonProperty
    public boolean accepted() {
        return acceptedAt.isPresent();
    }

    boolean isActiveOwner() {
        return accepted() && role == Role.OWNER;
    }
}
