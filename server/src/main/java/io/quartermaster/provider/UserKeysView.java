package io.quartermaster.provider;

import java.util.Map;

/**
 * One person's keys in one tenant, as calls use them.
 *
 * @param version of the tenant when they were read
 * @param stamp of all user keys of the tenant at that moment
 */
public record UserKeysView(long version, UserKeyStamp stamp, Map<ProviderConfigId, HeldCredential> keys) {

    public UserKeysView {
        keys = Map.copyOf(keys);
    }
}
