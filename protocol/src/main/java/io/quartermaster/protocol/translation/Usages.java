package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.TokenUsage;
import io.quartermaster.protocol.UsageReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the usage of chunks on their way, for the ledger. */
final class Usages implements ChunkSink {

    private final ChunkSink next;
    private TokenUsage usage = TokenUsage.UNKNOWN;

    Usages(ChunkSink next) {
        this.next = next;
    }

    /** Usage in OpenAI's words. */
    static TokenUsage tokens(JsonNode usage) {
        return usage.isObject() ? UsageReader.read(Trees.JSON.writeValueAsBytes(usage)) : TokenUsage.UNKNOWN;
    }

    /** OpenAI counts cached tokens within the prompt's; these are of a provider that counts them beside. */
    static ObjectNode inChat(long input, long read, long written, long output) {
        long prompt = input + read + written;
        ObjectNode out = Trees.JSON
                .createObjectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", output)
                .put("total_tokens", prompt + output);
        out.putObject("prompt_tokens_details").put("cached_tokens", read).put("cache_write_tokens", written);
        return out;
    }

    TokenUsage usage() {
        return usage;
    }

    /** What is reported before there is a chunk to tell it in: the output is not known then. */
    void reportedInput(ObjectNode chatUsage) {
        usage = usage.updatedBy(tokens(chatUsage).withoutOutput());
    }

    /** What an answer has cost that failed in the end. */
    void reported(ObjectNode chatUsage) {
        usage = usage.updatedBy(tokens(chatUsage));
    }

    @Override
    public void chunk(ObjectNode chunk) {
        if (chunk.path("usage").isObject()) {
            usage = usage.updatedBy(tokens(chunk.path("usage")));
        }
        next.chunk(chunk);
    }

    @Override
    public void content(ChunkHead head, String text) {
        next.content(head, text);
    }

    @Override
    public void done() {
        next.done();
    }

    @Override
    public void error(ObjectNode error) {
        next.error(error);
    }

    @Override
    public void alive() {
        next.alive();
    }

    @Override
    public int held() {
        return next.held();
    }
}
