package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client's protocol, to and from chat completions. */
interface ClientSide {

    ObjectNode chat(ObjectNode request) throws MalformedBody;

    JsonNode answer(ObjectNode chat);

    /** An error of OpenAI's shape as one that came with this status. */
    JsonNode error(ObjectNode error, int status);

    /** Where a stream goes; {@code showsUsage}: the client asked for it, where it has to. */
    ChunkSink stream(EventWriter events, boolean showsUsage);
}
