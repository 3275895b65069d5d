package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A stream of chat completions as it comes from a provider. */
final class ChatStream implements ChunkSource {

    private final ChunkSink chunks;
    private boolean finished;
    private boolean cut;
    private boolean over;

    ChatStream(ChunkSink chunks) {
        this.chunks = chunks;
    }

    @Override
    public void data(String data) {
        if (data.equals("[DONE]")) {
            cut = !end();
            return;
        }
        if (cut) {
            return;
        }
        ObjectNode chunk = Trees.object(Trees.JSON.readTree(data));
        if (ChatProvider.failed(chunk)) {
            over = true;
            chunks.error(ChatProvider.told(chunk));
            return;
        }
        JsonNode reason = chunk.at("/choices/0/finish_reason");
        finished |= reason.isString() && !reason.stringValue().isEmpty();
        chunks.chunk(chunk);
    }

    /** Some servers leave the last line out, and some send it whatever happened: what has told why it finished is whole. */
    @Override
    public boolean end() {
        if (finished && !cut) {
            over = true;
            chunks.done();
        }
        return finished && !cut;
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
