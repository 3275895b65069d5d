package io.quartermaster.gateway.snapshot;

import java.time.Duration;

/**
 * Bounds of what is held in memory and for how long it may be trusted.
 *
 * @param tenants of usual size, which is {@value #USUAL_SIZE} keys, providers and models together; larger ones count for more
 */
public record SnapshotPolicy(
        int tenants,
        int keys,
        Duration idle,
        Duration maxStaleness,
        Duration pollEvery,
        Duration unknownKeyFor,
        int concurrentLoads) {

    static final int USUAL_SIZE = 20;

    public SnapshotPolicy {
        if (tenants < 1 || keys < 1 || concurrentLoads < 1) {
            throw new IllegalArgumentException("At least one tenant, one key and one load, not " + tenants + ", " + keys
                    + " and " + concurrentLoads);
        }
    }

    public static SnapshotPolicy of(Duration maxStaleness) {
        return new SnapshotPolicy(
                Math.clamp(Runtime.getRuntime().maxMemory() / (200 << 10), 500, 20_000),
                100_000,
                Duration.ofMinutes(10),
                maxStaleness,
                Duration.ofMillis(300),
                Duration.ofMillis(400),
                8);
    }
}
