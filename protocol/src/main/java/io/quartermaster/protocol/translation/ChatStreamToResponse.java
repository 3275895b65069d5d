package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The chunks of a chat completion as the events of a response, in OpenAI's order; the last of them has the whole response. */
final class ChatStreamToResponse implements ChunkSink {

    private static final int LONGEST_BASE = 40; // OpenAI takes ids of items up to 64

    private static final int MOST_LATE = 1 << 20;

    private final ResponseEvents events;
    private final ResponseHead head;
    private final ResponseOutput output;
    private final ToolBlocks tools;
    private CarriedThoughts late = new CarriedThoughts(); // signatures that came while a call was told
    private int lateBytes;
    private boolean named;
    private boolean started;
    private boolean calling;
    private boolean cut;
    private boolean over;
    private String base = "";
    private String model = "";
    private JsonNode created = Trees.JSON.missingNode();
    private int unnamedCalls;
    private String finishReason = "";
    private JsonNode usage = Trees.JSON.nullNode();

    ChatStreamToResponse(ResponseEvents events, ResponseHead head) {
        this.events = events;
        this.head = head;
        this.output = new ResponseOutput(events);
        this.tools = new ToolBlocks(new ToolBlocks.Blocks() {
            @Override
            public void begin(String id, String name) {
                output.beginCall(id.isEmpty() ? "call_" + base + "_" + unnamedCalls++ : id, name);
            }

            @Override
            public void arguments(String fragment) {
                output.arguments(fragment);
            }

            @Override
            public void end() {
                output.close(!cut);
            }
        });
    }

    @Override
    public int held() {
        return over ? 0 : head.held() + output.held() + tools.held() + lateBytes;
    }

    @Override
    public void chunk(ObjectNode chunk) {
        if (!named && !chunk.path("choices").isEmpty()) { // one before it may tell of filters, without a name
            name(chunk);
        }
        if (chunk.path("usage").isObject()) {
            usage = ChatToResponse.usage(chunk.path("usage"));
        }
        JsonNode choice = chunk.path("choices").path(0);
        delta(choice.path("delta"));
        finishReason = choice.path("finish_reason").asString(finishReason);
    }

    private void name(JsonNode chunk) {
        named = true;
        model = Trees.name(chunk.path("model"), "");
        created = chunk.path("created");
        String id = chunk.path("id").asString("").replaceAll("[^a-zA-Z0-9_-]", "_");
        base = id.isEmpty()
                ? Long.toHexString(created.asLong(0))
                : id.substring(0, Math.min(id.length(), LONGEST_BASE));
        output.named(base);
    }

    /** Not before the model says something: these events repeat the request's tools, after which nobody else could be asked. */
    private void start() {
        if (started) {
            return;
        }
        if (!named) {
            name(Trees.JSON.missingNode());
        }
        started = true;
        for (String type : new String[] {"response.created", "response.in_progress"}) {
            ObjectNode response = response("in_progress");
            response.putArray("output");
            tell(type, response.putNull("usage"));
        }
    }

    private void delta(JsonNode delta) {
        ChatContent said = ChatContent.of(delta.path("content"));
        String thoughts = ChatToMessage.thoughts(delta) + said.thoughts();
        String refusal = delta.path("refusal").asString("");
        JsonNode blocks = delta.path("thinking_blocks");
        boolean spoke = !thoughts.isEmpty() || !blocks.isEmpty() || !said.text().isEmpty() || !refusal.isEmpty();
        if (spoke || !delta.path("tool_calls").isEmpty()) {
            start();
        }
        if (spoke) {
            endCalls();
        }
        output.think(thoughts);
        blocks.forEach(output::sign);
        output.say(ResponseOutput.OUTPUT_TEXT, said.text());
        output.say(ResponseOutput.REFUSAL, refusal);
        for (JsonNode call : delta.path("tool_calls")) {
            sign(call);
            calling = true;
            tools.fragment(call);
        }
    }

    /** Google's models sign the first of the calls that a thought led to; it goes before them. */
    private void sign(JsonNode call) {
        String signature = call.at("/extra_content/google/thought_signature").asString("");
        String id = call.path("id").asString("");
        if (signature.isEmpty() || id.isEmpty()) {
            return;
        }
        if (calling) {
            late.addSignature(id, signature);
            lateBytes += id.length() + signature.length();
            if (lateBytes > MOST_LATE) {
                throw Trees.unreadable("more signatures than calls");
            }
        } else {
            output.sign(id, signature);
        }
    }

    private void endCalls() {
        if (calling) {
            tools.finish();
            calling = false;
        }
        if (!late.isEmpty()) {
            late.signatures().forEachEntry((id, signature) -> output.sign(id, signature.asString("")));
            late = new CarriedThoughts();
            lateBytes = 0;
        }
    }

    @Override
    public void done() {
        end();
    }

    /** Ends what is open, and tells the response as a whole. */
    ObjectNode end() {
        start();
        String why = switch (finishReason) {
            case "length" -> "max_output_tokens";
            case "content_filter" -> "content_filter";
            default -> "";
        };
        cut = !why.isEmpty();
        endCalls();
        output.close(!cut);
        ObjectNode response = response(cut ? "incomplete" : "completed");
        if (cut) {
            response.putObject("incomplete_details").put("reason", why);
        }
        response.set("output", output.items());
        response.set("usage", usage);
        tell(cut ? "response.incomplete" : "response.completed", response);
        over();
        return response;
    }

    @Override
    public void error(ObjectNode error) {
        JsonNode told = error.path("error");
        String message = told.path("message").asString("The provider answered with an error that has no message.");
        if (started) {
            ObjectNode response = response("failed");
            response.putObject("error")
                    .put("code", code(told.path("code").asString("")))
                    .put("message", message);
            response.set("output", output.items());
            response.set("usage", usage);
            tell("response.failed", response);
        } else { // the error beside its fields is what makes OpenAI's clients throw
            ObjectNode event = Trees.JSON.createObjectNode();
            event.set("code", told.path("code"));
            event.put("message", message).putNull("param").set("error", told);
            events.send("error", event);
        }
        over();
    }

    /** The codes that clients of responses know. */
    private static String code(String code) {
        return code.equals("context_length_exceeded")
                ? code
                : code.contains("rate_limit") || code.equals("resource_exhausted")
                        ? "rate_limit_exceeded"
                        : "server_error";
    }

    private void over() {
        over = true;
        output.drop();
    }

    @Override
    public void alive() {
        events.alive();
    }

    private ObjectNode response(String status) {
        return head.response("resp_" + base, created, model, status)
                .putNull("error")
                .putNull("incomplete_details");
    }

    private void tell(String type, ObjectNode response) {
        events.send(type, Trees.JSON.createObjectNode().set("response", response));
    }
}
