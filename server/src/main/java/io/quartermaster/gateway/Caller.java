package io.quartermaster.gateway;

import io.quartermaster.gateway.snapshot.WarmTenant;
import io.quartermaster.tenant.ApiKeyView;

/** Who calls, and what they can see. */
public record Caller(WarmTenant tenant, ApiKeyView key) {}
