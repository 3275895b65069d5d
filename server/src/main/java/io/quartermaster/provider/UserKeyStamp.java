package io.quartermaster.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * Tells one state of a tenant's user keys from every other without naming them, so that a snapshot knows whether what is remembered of
 * a person's keys still holds, however many people there are. A key that is set has a version above all before it and one that goes
 * lowers the number, so two states with the same stamp are the same; the time tells those apart that a restored backup brings back.
 */
public record UserKeyStamp(long keys, long newestVersion, Optional<Instant> newestAt) {

    /** Nobody has a key of their own. */
    public static final UserKeyStamp NONE = new UserKeyStamp(0, 0, Optional.empty());

    /** Whether there is no key to look for. */
    public boolean isNone() {
        return keys == 0;
    }
}
