package io.quartermaster.bench;

/** How often which time was seen, to the microsecond up to two seconds; longer ones count as that, and the longest is kept. Not thread-safe. */
final class Histogram {

    private final int[] counts = new int[2_000_001];
    private long total;
    private long longest;

    void add(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        counts[(int) Math.min(micros, counts.length - 1)]++;
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
        for (int micros = 0; micros < counts.length; micros++) {
            seen += counts[micros];
            if (seen > rank) {
                return micros / 1_000.0;
            }
        }
        return longest / 1_000.0;
    }

    double longestMillis() {
        return longest / 1_000.0;
    }
}
