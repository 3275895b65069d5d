package io.quartermaster.tenant;

import io.quartermaster.platform.TenantId;
import java.util.Map;

/** What the gateway knows of a tenant: its status and its API keys by id. Immutable. */
public record TenantView(TenantId id, String slug, TenantStatus status, Map<ApiKeyId, ApiKeyView> keys) {

    public TenantView {
        keys = Map.copyOf(keys);
    }
}
