package io.quartermaster.gateway.snapshot;

import java.time.Duration;

/** Bounds of what is held in memory and for how long it may be trusted. */
public record SnapshotPolicy(
        int tenants,
        int keys,
        Duration idle,
        Duration maxStaleness,
        Duration pollEvery,
        Duration unknownKeyFor,
        int concurrentLoads) {

    public SnapshotPolicy {
        if (tenants < 1 || keys < 1 || concurrentLoads < 1) {
            throw new IllegalArgumentException("At least one tenant, one key and one load, not " + tenants + ", " + keys
                    + " and " + concurrentLoads);
        }
    }

    public static SnapshotPolicy of(Duration maxStaleness) {
        return new SnapshotPolicy(
                10_000,
                100_000,
                Duration.ofMinutes(10),
                maxStaleness,
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                8);
    }
}
