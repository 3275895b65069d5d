package io.quartermaster.bench;

/**
 * How often which time was seen: to the microsecond below 256, to 1 in 128 above, as HdrHistogram has it; the longest is kept as it was.
 * Not thread-safe.
 */
final class Histogram {

    private static final int EXACT = 256;
    private static final int PARTS = 128;

    private final int[] counts = new int[EXACT + PARTS * 30];
    private long total;
    private long longest;

    void add(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        counts[Math.min(slot(micros), counts.length - 1)]++;
        total++;
        longest = Math.max(longest, micros);
    }

    void add(Histogram other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        total += other.total;
        longest = Math.max(longest, other.longest);
    }

    long count() {
        return total;
    }

    double millis(double share) {
        long rank = (long) Math.floor(total * share);
        long seen = 0;
        for (int slot = 0; slot < counts.length; slot++) {
            seen += counts[slot];
            if (seen > rank) {
                return micros(slot) / 1_000.0;
            }
        }
        return longest / 1_000.0;
    }

    double longestMillis() {
        return longest / 1_000.0;
    }

    private static int slot(long micros) {
        if (micros < EXACT) {
            return (int) micros;
        }
        int halvings = Long.SIZE - 8 - Long.numberOfLeadingZeros(micros);
        return EXACT + (halvings - 1) * PARTS + (int) (micros >>> halvings) - PARTS;
    }

    private static long micros(int slot) {
        if (slot < EXACT) {
            return slot;
        }
        int halvings = 1 + (slot - EXACT) / PARTS;
        return (long) (PARTS + (slot - EXACT) % PARTS) << halvings;
    }
}
