package io.quartermaster.protocol.translation;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts the fragments of tool calls in order: those of the first call pass at once, those of a later one once the JSON of the one before it
 * is complete.
 */
final class ToolBlocks {

    /** Where calls go, one after another. */
    interface Blocks {
        void begin(String id, String name);

        void arguments(String fragment);

        void end();
    }

    private static final int CALL_BYTES = 256; // of one that waits, roughly

    private static final int MOST_CALLS = 1_024;

    private static final class Call {
        final int number;
        final String id;
        final String name;
        final StringBuilder waiting = new StringBuilder();
        final JsonEnd end = new JsonEnd();

        Call(int number, String id, String name) {
            this.number = number;
            this.id = id;
            this.name = name;
        }

        int bytes() {
            return CALL_BYTES + id.length() + name.length();
        }
    }

    /** A call by what the provider calls it, ended or not; of a long id, the beginning. */
    private record Known(int number, String id) {}

    private final Blocks blocks;
    private final TreeMap<Integer, Call> calls =
            new TreeMap<>(); // that are not ended, by the order of their beginnings
    private final Map<Integer, Known> indexes = new HashMap<>();
    private @Nullable Known last;
    private boolean begun; // whether the first of them is
    private int arrived;
    private int held;

    ToolBlocks(Blocks blocks) {
        this.blocks = blocks;
    }

    int held() {
        return held;
    }

    void fragment(JsonNode fragment) {
        String arguments = arguments(fragment);
        Call call = calls.get(number(fragment));
        if (call == null) {
            if (!arguments.isBlank()) {
                throw Trees.unreadable("a call of a tool goes on after its end");
            }
            return;
        }
        call.waiting.append(arguments);
        held += arguments.length();
        passOn(false);
    }

    /** A text of JSON; some servers give the JSON itself. */
    static String arguments(JsonNode call) {
        JsonNode arguments = call.at("/function/arguments");
        return arguments.isObject() ? arguments.toString() : arguments.asString("");
    }

    /**
     * The place of a fragment's call among all. Servers that send calls whole leave their numbers out, or give all of them the same: what
     * has another id and names a function is another call. The id alone says nothing, for some make a new one for every fragment.
     */
    private int number(JsonNode fragment) {
        JsonNode index = fragment.path("index");
        String id = Trees.name(fragment.path("id"), "");
        boolean named = !fragment.at("/function/name").asString("").isEmpty();
        boolean indexed = index.isInt();
        Known known = indexed ? indexes.get(index.intValue()) : last;
        boolean another = !id.isEmpty() && (named || !indexed);
        if (known == null || (another && !id.equals(known.id()))) {
            known = begin(fragment, id);
        }
        if (indexed) {
            indexes.put(index.intValue(), known);
        }
        last = known;
        return known.number();
    }

    private Known begin(JsonNode fragment, String id) {
        if (arrived == MOST_CALLS) {
            throw Trees.unreadable("more calls of tools than anybody makes");
        }
        Call call = new Call(
                arrived++,
                fragment.path("id").asString(""),
                fragment.at("/function/name").asString(""));
        calls.put(call.number, call);
        held += call.bytes();
        return new Known(call.number, id);
    }

    /** No fragment follows. */
    void finish() {
        passOn(true);
    }

    private void passOn(boolean all) {
        while (!calls.isEmpty()) {
            Call first = calls.firstEntry().getValue();
            if (!begun) {
                begun = true;
                blocks.begin(first.id, first.name);
            }
            pass(first);
            boolean followed = calls.size() > 1;
            if (!all && !(followed && first.end.reached())) {
                return;
            }
            if (first.end.isBlank()) {
                blocks.arguments("{}"); // clients parse what they were given
            }
            blocks.end();
            begun = false;
            calls.remove(first.number);
            held -= first.bytes();
        }
    }

    private void pass(Call call) {
        if (!call.waiting.isEmpty()) {
            String fragment = call.waiting.toString();
            held -= fragment.length();
            call.waiting.setLength(0);
            call.end.read(fragment);
            blocks.arguments(fragment);
        }
    }
}
