package io.quartermaster.protocol;

import io.quartermaster.protocol.RequestScan.Place;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** Edits a scanned request where it must differ for the upstream; every other byte stays as the client sent it. */
public final class Splice {

    private static final byte[] MODEL = ascii("\"model\":");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] USAGE = ascii("\"include_usage\":true");
    private static final byte[] STREAM_OPTIONS = ascii("\"stream_options\":{\"include_usage\":true},");
    private static final byte[] STREAM_OPTIONS_VALUE = ascii("{\"include_usage\":true}");
    private static final byte[] COMMA = ascii(",");
    private static final byte[] NOTHING = {};

    private Splice() {}

    /** A name as a JSON string, quotes included, for {@link #rewrite}; made once per model, not per call. */
    public static byte[] quoted(String name) {
        return ("\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(name)) + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The body with {@code model} set to a {@link #quoted} name and, where wanted, the usage of the stream asked for. */
    public static byte[] rewrite(RequestScan scan, byte[] quotedModel, boolean askForUsage) {
        Edits edits = new Edits(scan.body());
        int inside = scan.objectStart() + 1;
        Place model = scan.modelPlace();
        if (model == null) {
            edits.insert(inside, MODEL, quotedModel, scan.isEmpty() ? NOTHING : COMMA);
        } else {
            edits.replace(model, quotedModel);
        }
        if (askForUsage && scan.streamed() && !scan.usageAsked()) {
            askForUsage(scan, edits, inside);
        }
        return edits.apply();
    }

    private static void askForUsage(RequestScan scan, Edits edits, int inside) {
        Place options = scan.streamOptionsPlace();
        Place usage = scan.usagePlace();
        if (options != null) {
            edits.replace(options, STREAM_OPTIONS_VALUE);
        } else if (usage == null) {
            edits.insert(inside, STREAM_OPTIONS, NOTHING, NOTHING);
        } else if (usage.from() == usage.to()) {
            edits.insert(usage.from(), USAGE, scan.streamOptionsEmpty() ? NOTHING : COMMA, NOTHING);
        } else {
            edits.replace(usage, TRUE);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** At most two edits, applied in order of their place. */
    private static final class Edits {

        private final byte[] body;
        private @Nullable Place firstPlace;
        private byte[] firstText = NOTHING;
        private @Nullable Place secondPlace;
        private byte[] secondText = NOTHING;

        Edits(byte[] body) {
            this.body = body;
        }

        void insert(int at, byte[] one, byte[] two, byte[] three) {
            byte[] text = new byte[one.length + two.length + three.length];
            System.arraycopy(one, 0, text, 0, one.length);
            System.arraycopy(two, 0, text, one.length, two.length);
            System.arraycopy(three, 0, text, one.length + two.length, three.length);
            replace(new Place(at, at), text);
        }

        void replace(Place place, byte[] text) {
            if (firstPlace == null || place.from() < firstPlace.from()) {
                secondPlace = firstPlace;
                secondText = firstText;
                firstPlace = place;
                firstText = text;
            } else {
                secondPlace = place;
                secondText = text;
            }
        }

        byte[] apply() {
            if (firstPlace == null) {
                return body;
            }
            Place last = secondPlace == null ? new Place(body.length, body.length) : secondPlace;
            int growth = firstText.length
                    - (firstPlace.to() - firstPlace.from())
                    + secondText.length
                    - (last.to() - last.from());
            byte[] out = new byte[body.length + growth];
            int end = append(out, 0, 0, firstPlace, firstText);
            end = append(out, end, firstPlace.to(), last, secondText);
            System.arraycopy(body, last.to(), out, end, body.length - last.to());
            return out;
        }

        private int append(byte[] out, int end, int from, Place place, byte[] text) {
            int kept = place.from() - from;
            System.arraycopy(body, from, out, end, kept);
            System.arraycopy(text, 0, out, end + kept, text.length);
            return end + kept + text.length;
        }
    }
}
