package io.quartermaster.protocol.translation;

import tools.jackson.databind.node.ObjectNode;

/** Takes the stream of a chat completion: chunks, of which the last has the usage, and the end. */
interface ChunkSink {

    void chunk(ObjectNode chunk);

    /** A chunk with nothing but more of the text, as nearly all are: whoever can, writes it without a tree. */
    default void content(ChunkHead head, String text) {
        chunk(head.delta(Trees.JSON.createObjectNode().put("content", text)));
    }

    /** The stream is whole. */
    void done();

    /** The provider ended it with an error, in OpenAI's shape. */
    void error(ObjectNode error);

    /** The provider is still there, though it says nothing. */
    void alive();

    /** How many octets, about, are kept until they can be passed on. */
    default int held() {
        return 0;
    }
}
