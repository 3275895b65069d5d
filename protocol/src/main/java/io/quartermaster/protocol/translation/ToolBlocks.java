package io.quartermaster.protocol.translation;

import java.util.TreeMap;
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

    private static final class Call {
        final String id;
        final String name;
        final StringBuilder waiting = new StringBuilder();
        final JsonEnd end = new JsonEnd();

        Call(String id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    private final Blocks blocks;
    private final TreeMap<Integer, Call> calls = new TreeMap<>(); // that are not ended, by their number
    private boolean begun; // whether the first of them is
    private int ended = -1;
    private int held;

    ToolBlocks(Blocks blocks) {
        this.blocks = blocks;
    }

    int held() {
        return held;
    }

    void fragment(JsonNode fragment) {
        int index = index(fragment);
        String arguments = fragment.at("/function/arguments").asString("");
        if (index <= ended) {
            if (!arguments.isBlank()) {
                throw Trees.unreadable("a call of a tool goes on after its end");
            }
            return;
        }
        Call call = calls.get(index);
        if (call == null) {
            call = new Call(
                    fragment.path("id").asString(""),
                    fragment.at("/function/name").asString(""));
            calls.put(index, call);
            held += CALL_BYTES;
        }
        call.waiting.append(arguments);
        held += arguments.length();
        passOn(false);
    }

    /** Servers that send calls whole leave their numbers out. */
    private int index(JsonNode fragment) {
        int last = Math.max(ended, calls.isEmpty() ? -1 : calls.lastKey());
        boolean begins = !fragment.path("id").asString("").isEmpty();
        return fragment.path("index").asInt(begins ? last + 1 : Math.max(0, last));
    }

    /** No fragment follows. */
    void finish() {
        passOn(true);
    }

    private void passOn(boolean all) {
        while (!calls.isEmpty()) {
            int index = calls.firstKey();
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
            ended = index;
            calls.remove(index);
            held -= CALL_BYTES;
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
