package io.quartermaster.protocol.translation;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The events of Google's streamGenerateContent as chunks of chat completions. There is no last event: the stream's end is its end. */
final class GeminiStreamToChat implements ChunkSource {

    /** What was said of a candidate. */
    private static final class Choice {
        int calls;
        String finishReason = "";
    }

    private static final int MOST_CHOICES = 128;

    private final Usages chunks;
    private final long created;
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private ObjectNode head = Trees.JSON.createObjectNode();
    private JsonNode counts = Trees.JSON.missingNode();
    private boolean over;

    GeminiStreamToChat(Usages chunks, long createdSeconds) {
        this.chunks = chunks;
        this.created = createdSeconds;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void data(String data) {
        ObjectNode answer = Trees.object(Trees.JSON.readTree(data));
        if (answer.hasNonNull("error")) {
            fail(GeminiToChat.error(answer));
            return;
        }
        head = GeminiToChat.head(answer, "chat.completion.chunk", created);
        if (answer.path("usageMetadata").isObject()) {
            counts = answer.path("usageMetadata");
            chunks.reportedInput(GeminiToChat.usage(counts));
        }
        for (JsonNode candidate : answer.path("candidates")) {
            if (GeminiToChat.failed(candidate)) {
                fail(GeminiToChat.failure(candidate));
                return;
            }
            candidate(answer, candidate);
        }
        if (answer.path("candidates").isEmpty()
                && !answer.path("promptFeedback").isEmpty()) {
            choice(0).finishReason = "SAFETY";
            chunk(
                    0,
                    Trees.JSON.createObjectNode().put("refusal", GeminiToChat.blocked(answer)),
                    Trees.JSON.nullNode(),
                    "");
        }
    }

    private void candidate(ObjectNode answer, JsonNode candidate) {
        int index = candidate.path("index").asInt(0);
        Choice choice = choice(index);
        GeminiParts parts = new GeminiParts(answer, index, choice.calls);
        ObjectNode delta = parts.read(candidate.at("/content/parts"));
        choice.calls = parts.calls();
        choice.finishReason = candidate.path("finishReason").asString(choice.finishReason);
        JsonNode calls = delta.path("tool_calls");
        delta.remove("tool_calls");
        if (!delta.isEmpty()) {
            chunk(index, delta, GeminiLogprobs.translate(candidate.path("logprobsResult")), "");
        }
        for (JsonNode call : calls) { // OpenAI never tells two in one chunk, and some clients read the first only
            ObjectNode one = Trees.JSON.createObjectNode();
            one.putArray("tool_calls").add(call);
            chunk(index, one, Trees.JSON.nullNode(), "");
        }
    }

    private Choice choice(int index) {
        Choice known = choices.get(index);
        if (known != null) {
            return known;
        }
        if (choices.size() == MOST_CHOICES) {
            throw Trees.unreadable("more candidates than anybody asks for");
        }
        Choice choice = new Choice();
        choices.put(index, choice);
        chunk(
                index,
                Trees.JSON.createObjectNode().put("role", "assistant").put("content", ""),
                Trees.JSON.nullNode(),
                "");
        return choice;
    }

    private void fail(ObjectNode error) {
        over = true;
        chunks.error(error);
    }

    @Override
    public boolean end() {
        boolean whole =
                !choices.isEmpty() && choices.values().stream().noneMatch(choice -> choice.finishReason.isEmpty());
        if (whole) {
            over = true;
            choices.forEach((index, choice) -> chunk(
                    index,
                    Trees.JSON.createObjectNode(),
                    Trees.JSON.nullNode(),
                    GeminiToChat.finishReason(choice.finishReason, choice.calls > 0)));
            ObjectNode last = head.deepCopy();
            last.putArray("choices");
            if (counts.isObject()) {
                last.set("usage", GeminiToChat.usage(counts));
            }
            chunks.chunk(last);
            chunks.done();
        }
        return whole;
    }

    private void chunk(int index, ObjectNode delta, JsonNode logprobs, String finishReason) {
        ObjectNode chunk = head.deepCopy();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.set("logprobs", logprobs);
        if (finishReason.isEmpty()) {
            choice.putNull("finish_reason");
        } else {
            choice.put("finish_reason", finishReason);
        }
        chunks.chunk(chunk);
    }
}
