package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A provider's protocol, to and from chat completions. */
interface ProviderSide {

    /** The request in the provider's words; {@code chat} is not needed afterwards. */
    ObjectNode request(ObjectNode chat, String model) throws MalformedBody;

    /** A whole answer, which may also turn out an error. */
    ObjectNode answer(JsonNode answer, long createdSeconds);

    /** An error as OpenAI's. */
    ObjectNode error(JsonNode answer);

    ChunkSource stream(Usages chunks, long createdSeconds);
}
