package io.quartermaster.protocol;

import java.util.Arrays;

/**
 * How long the sound of a file is. WAV and FLAC say so themselves, and are believed where that fits their octets; of other files
 * their size tells roughly.
 *
 * @param likelyMillis our best guess, for limits in tokens, and charged where the provider reports nothing
 * @param mostMillis an upper bound, for what is reserved
 */
public record SoundLength(long likelyMillis, long mostMillis) {

    public static final SoundLength NONE = new SoundLength(0, 0);

    /** OpenAI's count of what its models hear: one token to a tenth of a second. */
    private static final long MILLIS_PER_TOKEN = 100;

    private static final long USUAL_BYTES_PER_SECOND = 8_000; // 64 kbit/s, as people send MP3, AAC and Opus
    private static final long FEWEST_BYTES_PER_SECOND = 500; // 4 kbit/s, below what their codecs make of speech
    private static final long MOST_BYTES_PER_SECOND = 1_200_000; // 192 kHz in stereo, of 24 bits
    private static final long MORE_OCTETS = 4_096; // of a FLAC file's frames
    private static final int EXTENSIBLE = 0xfffe;
    private static final byte[] RIFF = {'R', 'I', 'F', 'F'};
    private static final byte[] WAVE = {'W', 'A', 'V', 'E'};
    private static final byte[] FORMAT = {'f', 'm', 't', ' '};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] FLAC = {'f', 'L', 'a', 'C'};

    static SoundLength of(byte[] bytes, int from, int to) {
        if (isAt(bytes, from, to, RIFF) && isAt(bytes, from + 8, to, WAVE)) {
            long millis = ofWave(bytes, from, to);
            if (millis >= 0) {
                return new SoundLength(millis, millis);
            }
        }
        if (isAt(bytes, from, to, FLAC)) {
            long millis = ofFlac(bytes, from, to);
            if (millis >= 0) {
                return new SoundLength(millis, millis);
            }
        }
        long octets = (long) to - from;
        return new SoundLength(
                octets * 1_000 / USUAL_BYTES_PER_SECOND + 1, octets * 1_000 / FEWEST_BYTES_PER_SECOND + 1);
    }

    SoundLength and(SoundLength other) {
        return new SoundLength(likelyMillis + other.likelyMillis, mostMillis + other.mostMillis);
    }

    /** As many as it likely is. */
    long tokens() {
        return tokens(likelyMillis);
    }

    /** As many as it may be. */
    public long mostTokens() {
        return tokens(mostMillis);
    }

    /** As many as so much sound is. */
    public static long tokens(long millis) {
        return (millis + MILLIS_PER_TOKEN - 1) / MILLIS_PER_TOKEN;
    }

    /** -1 where it does not say, or its octets are more than so many samples take unpacked. */
    private static long ofFlac(byte[] bytes, int from, int to) {
        long blocks = from + 4L;
        boolean last = false;
        while (!last && blocks + 4 <= to) { // pictures and the like, before the sound
            last = bytes[(int) blocks] < 0;
            blocks += 4 + bits(bytes, (int) blocks + 1, 3);
        }
        if (!last || blocks > to || to - from < 26) {
            return -1;
        }
        long rate = bits(bytes, from + 18, 3) >> 4;
        long channels = (bits(bytes, from + 20, 1) >> 1 & 7) + 1;
        long depth = (bits(bytes, from + 20, 2) >> 4 & 31) + 1;
        long samples = bits(bytes, from + 21, 5) & 0xf_ffff_ffffL;
        long unpacked = samples * channels * depth / 8;
        boolean fits = to - blocks <= unpacked + unpacked / 8 + MORE_OCTETS;
        return samples > 0 && fits && isPlausible(rate, channels, depth) ? samples * 1_000 / rate + 1 : -1;
    }

    /** Sound that people send: with what else a header may say, hours would last a moment. */
    private static boolean isPlausible(long rate, long channels, long depth) {
        return rate >= 4_000
                && rate <= 192_000
                && channels >= 1
                && channels <= 8
                && depth >= 8
                && depth <= 64
                && rate * channels * depth / 8 <= MOST_BYTES_PER_SECOND;
    }

    /** Of plain samples only: -1 where they are packed, or their rate is none. */
    private static long ofWave(byte[] bytes, int from, int to) {
        long bytesPerSecond = 0;
        for (long at = from + 12L; at + 8 <= to; ) {
            int chunk = (int) at;
            long size = littleEndian(bytes, chunk + 4, 4);
            long inside = Math.min(size, to - at - 8);
            if (isAt(bytes, chunk, to, FORMAT) && inside >= 16) {
                long format = littleEndian(bytes, chunk + 8, 2);
                if (format == EXTENSIBLE && inside >= 40) {
                    format = littleEndian(bytes, chunk + 32, 2);
                }
                boolean plain = (format == 1 || format == 3) && bytesPerSecond == 0;
                long rate = littleEndian(bytes, chunk + 12, 4);
                long channels = littleEndian(bytes, chunk + 10, 2);
                long depth = littleEndian(bytes, chunk + 22, 2);
                bytesPerSecond = plain && isPlausible(rate, channels, depth) ? rate * channels * depth / 8 : -1;
            } else if (isAt(bytes, chunk, to, DATA)) {
                return bytesPerSecond > 0 ? (to - at - 8) * 1_000 / bytesPerSecond + 1 : -1;
            }
            at += 8 + size + (size & 1);
        }
        return -1;
    }

    private static boolean isAt(byte[] bytes, int at, int to, byte[] text) {
        return at + text.length <= to && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
    }

    private static long littleEndian(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private static long bits(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }
}
