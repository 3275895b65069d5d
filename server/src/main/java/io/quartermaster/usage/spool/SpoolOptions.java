package io.quartermaster.usage.spool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * How a spool is kept.
 *
 * @param lanes how many event loops will write, each to a segment of its own
 * @param segmentBytes of one file; the room of the longest entry for each call in flight must fit into it, and much more should
 * @param keepFree what is left on the disk for others, the embedded database above all
 * @param freeSpace of the disk that the folder is on
 * @param force how often what was written is forced to the disk: a power failure takes at most this; a killed process loses nothing
 * @param tick how often settled entries are looked for
 */
public record SpoolOptions(
        Path folder,
        int lanes,
        int segmentBytes,
        long keepFree,
        ToLongFunction<Path> freeSpace,
        Duration force,
        Duration tick) {

    public SpoolOptions {
        if (lanes < 0 || segmentBytes < 8 * Frame.MOST || segmentBytes % 8 != 0) {
            throw new IllegalArgumentException("A segment must hold a few entries");
        }
    }

    /** Of a node with this many event loops. */
    public static SpoolOptions standard(Path folder, int lanes) {
        return new SpoolOptions(
                folder,
                lanes,
                16 << 20,
                64L << 20,
                path -> path.toFile().getUsableSpace(),
                Duration.ofMillis(50),
                Duration.ofMillis(200));
    }
}
