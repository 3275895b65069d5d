package io.quartermaster.access;

import java.util.Arrays;
import java.util.Optional;

/** What a route may demand; the word is the contract's {@code x-permission}. */
public enum Permission {
    LIST_TENANTS("tenants:list", false),
    READ_TENANT("tenants:read", false),
    CHANGE_TENANTS("tenants:change", true),
    ARCHIVE_TENANT("tenants:archive", true),
    READ_API_KEYS("api-keys:read", false),
    CHANGE_API_KEYS("api-keys:change", true),
    READ_FAMILIES("families:read", false),
    READ_PROVIDERS("providers:read", false),
    CHANGE_PROVIDERS("providers:change", true),
    /** One's own, as below. */
    READ_USER_KEYS("user-keys:read", false),
    CHANGE_USER_KEYS("user-keys:change", true),
    /** To call a provider with its credential, which changes nothing here and costs the tenant all the same. */
    TEST_PROVIDERS("providers:test", true),
    READ_USABLE_MODELS("models:read-usable", false),
    READ_MODELS("models:read", false),
    CHANGE_MODELS("models:change", true),
    READ_DEFAULT_MODELS("default-models:read", false),
    CHANGE_DEFAULT_MODELS("default-models:change", true),
    /** To use what costs the tenant money; in a suspended tenant nobody does. */
    CALL_GATEWAY("gateway:call", true),
    READ_SETTINGS("settings:read", false),
    CHANGE_SETTINGS("settings:change", true),
    READ_DEPLOYMENT_SETTINGS("deployment-settings:read", false),
    CHANGE_DEPLOYMENT_SETTINGS("deployment-settings:change", true),
    READ_CATALOGUE("catalogue:read", false),
    CHANGE_CATALOGUE("catalogue:change", true),
    READ_MEMBERS("members:read", false),
    CHANGE_MEMBERS("members:change", true),
    /** To take up a membership that was offered. */
    JOIN_TENANT("tenants:join", true),
    /** To end one's own membership. */
    LEAVE_TENANT("tenants:leave", true),
    /** Of a person what all their keys used, of a service what its key did. */
    READ_OWN_USAGE("usage:read-own", false),
    READ_USAGE("usage:read", false),
    READ_BUDGETS("budgets:read", false),
    CHANGE_BUDGETS("budgets:change", true),
    READ_LIMITS("limits:read", false),
    CHANGE_LIMITS("limits:change", true),
    READ_AUDIT("audit:read", false),
    READ_DEPLOYMENT_AUDIT("audit:read-deployment", false),
    READ_DEPLOYMENT_HEALTH("deployment:read", false),
    READ_ME("me:read", false),
    /** One's own password and session, whatever tenants say. */
    CHANGE_ME("me:change", false),
    READ_USERS("users:read", false),
    CHANGE_USERS("users:change", false),
    READ_SHARED_PROVIDERS("shared-providers:read", false),
    CHANGE_SHARED_PROVIDERS("shared-providers:change", true);

    private final String word;
    private final boolean changes;

    Permission(String word, boolean changes) {
        this.word = word;
        this.changes = changes;
    }

    public String word() {
        return word;
    }

    /** Whether it changes a tenant; a suspended tenant refuses those. */
    public boolean changes() {
        return changes;
    }

    public static Optional<Permission> parse(String word) {
        return Arrays.stream(values())
                .filter(permission -> permission.word.equals(word))
                .findFirst();
    }
}
