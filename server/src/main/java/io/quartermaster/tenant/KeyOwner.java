package io.quartermaster.tenant;

import io.quartermaster.platform.TenantId;

/** Whose a key is. */
public record KeyOwner(TenantId tenant, ApiKeyId key) {}
