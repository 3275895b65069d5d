package io.quartermaster.usage.limit;

import io.quartermaster.model.ModelConfigId;
import io.quartermaster.platform.TenantId;
import io.quartermaster.tenant.ApiKeyId;

/**
 * A call that wants to pass.
 *
 * @param model that was asked for; a fallback counts for it
 * @param inputTokens our guess at what is sent
 * @param tokens our guess at the whole call
 */
public record RateAsk(
        TenantId tenant, RateLimitsView limits, ApiKeyId key, ModelConfigId model, long inputTokens, long tokens) {}
