package io.quartermaster.bench;

import java.util.Map;
import java.util.TreeMap;

/** What became of streams, and how late their frames were. Not thread-safe. */
final class StreamTally {

    /** From the request to the first frame. */
    final Histogram first = new Histogram();

    /** From when the mock sent a frame to when it was here. */
    final Histogram underway = new Histogram();

    /** From when a frame was due to when the mock sent it. */
    final Histogram mockLate = new Histogram();

    long opened;
    long frames;
    long whole;
    long left;

    /** Streams that ended with an error that was to be expected of their fault, and told so. */
    long toldOfFault;

    /** Anything else: what is wrong, and how often. */
    final Map<String, Integer> wrong = new TreeMap<>();

    void wrong(String what) {
        wrong.merge(what, 1, Integer::sum);
    }

    void add(StreamTally other) {
        first.add(other.first);
        underway.add(other.underway);
        mockLate.add(other.mockLate);
        opened += other.opened;
        frames += other.frames;
        whole += other.whole;
        left += other.left;
        toldOfFault += other.toldOfFault;
        other.wrong.forEach((what, times) -> wrong.merge(what, times, Integer::sum));
    }
}
