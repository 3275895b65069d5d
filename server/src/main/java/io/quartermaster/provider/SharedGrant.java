package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quartermaster.platform.TenantId;
import java.time.Instant;

/** What became of granting a shared provider to a tenant. */
record SharedGrant(
        SharedProviderId sharedProviderId,
        TenantId tenantId,
        String tenantSlug,
        Status status,
        Instant createdAt,
        String createdBy) {

    enum Status {
        /** The tenant is about to get its provider config. */
        PENDING("pending"),
        /** The tenant has it. */
        GRANTED("granted"),
        /** The tenant deleted it; granting again gives it back. */
        DECLINED("declined"),
        /** The tenant is about to lose it. */
        REVOKING("revoking");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        @JsonValue
        String word() {
            return word;
        }
    }
}
