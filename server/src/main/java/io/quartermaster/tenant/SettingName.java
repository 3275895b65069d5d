package io.quartermaster.tenant;

import java.util.Optional;

/** A setting of tenants for which the deployment can set what holds where a tenant says nothing. All are whole numbers. */
public enum SettingName {
    /** The longest life of a new API key; none means that keys may live for ever. */
    API_KEY_MAX_DAYS("api_key_max_days", Optional.empty()),

    /** How long a rotated key's old text holds unless the request says otherwise. */
    API_KEY_ROTATION_GRACE_SECONDS("api_key_rotation_grace_seconds", Optional.of(3_600)),

    /** After how many days usage events are deleted; none means never. Their sums by day stay. */
    USAGE_RETENTION_DAYS("usage_retention_days", Optional.empty());

    private final String word;
    private final Optional<Integer> builtIn;

    SettingName(String word, Optional<Integer> builtIn) {
        this.word = word;
        this.builtIn = builtIn;
    }

    public String word() {
        return word;
    }

    /** What holds where nobody said anything. */
    Optional<Integer> builtIn() {
        return builtIn;
    }
}
