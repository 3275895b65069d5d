package io.quartermaster.tenant;

import io.quartermaster.platform.UserId;
import java.time.Instant;

/** That a person may take a membership up. {@code madeTheUser}: only then may it set a first password. */
record Invitation(UserId user, boolean madeTheUser, Instant expiresAt, Instant createdAt, String createdBy) {}
