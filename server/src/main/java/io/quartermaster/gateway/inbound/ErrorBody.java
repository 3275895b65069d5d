package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.ClientProtocol;
import io.quartermaster.gateway.GatewayRoute;
import io.quartermaster.gateway.Refusal;
import io.quartermaster.gateway.inbound.Paths.Target;
import io.quartermaster.protocol.AnthropicErrors;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Errors as the vendor whose route was called writes them. */
final class ErrorBody {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String NAMED_EVENT = "event: error\ndata: ";
    private static final String BARE_EVENT = "data: ";

    private final ClientProtocol protocol;
    private final boolean ofResponses;
    private final String requestId;

    private ErrorBody(ClientProtocol protocol, boolean ofResponses, String requestId) {
        this.protocol = protocol;
        this.ofResponses = ofResponses;
        this.requestId = requestId;
    }

    /** Errors for a request at this path. */
    static ErrorBody at(@Nullable String path, String requestId) {
        boolean responses =
                Paths.of(path) instanceof Target.Forwarded(GatewayRoute route) && route == GatewayRoute.RESPONSES;
        return new ErrorBody(Paths.protocol(path), responses, requestId);
    }

    Buffer json(Refusal refusal) {
        return Buffer.buffer(
                switch (protocol) {
                    case OPENAI -> openAi(refusal, false);
                    case ANTHROPIC -> anthropic(refusal);
                });
    }

    /** As an event in the middle of a stream. */
    Buffer event(Refusal refusal) {
        boolean named = ofResponses || protocol == ClientProtocol.ANTHROPIC;
        byte[] data = switch (protocol) {
            case OPENAI -> openAi(refusal, ofResponses);
            case ANTHROPIC -> anthropic(refusal);
        };
        return Buffer.buffer(named ? NAMED_EVENT : BARE_EVENT).appendBytes(data).appendString("\n\n");
    }

    /** An event of the Responses API has the fields itself; the {@code error} beside them is what makes OpenAI's clients throw. */
    private static byte[] openAi(Refusal refusal, boolean asResponsesEvent) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            if (asResponsesEvent) {
                json.writeStringProperty("type", "error");
                json.writeStringProperty("code", refusal.code());
                json.writeStringProperty("message", refusal.message());
                json.writeNullProperty("param");
            }
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("message", refusal.message());
            json.writeStringProperty("type", refusal.type());
            if (refusal.param().isPresent()) {
                json.writeStringProperty("param", refusal.param().get());
            } else {
                json.writeNullProperty("param");
            }
            json.writeStringProperty("code", refusal.code());
            json.writeEndObject();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Anthropic's errors have no code, so it leads the message. */
    private byte[] anthropic(Refusal refusal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("type", "error");
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("type", AnthropicErrors.type(refusal.status()));
            json.writeStringProperty("message", refusal.code() + ": " + refusal.message());
            json.writeEndObject();
            json.writeStringProperty("request_id", requestId);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
