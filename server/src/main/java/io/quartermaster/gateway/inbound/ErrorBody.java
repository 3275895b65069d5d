package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.Refusal;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Errors as OpenAI writes them. */
final class ErrorBody {

    private static final JsonFactory JSON = new JsonFactory();

    private ErrorBody() {}

    static Buffer json(Refusal refusal) {
        return Buffer.buffer(bytes(refusal));
    }

    /** As an event in the middle of a stream. */
    static Buffer event(Refusal refusal) {
        return Buffer.buffer("data: ").appendBytes(bytes(refusal)).appendString("\n\n");
    }

    private static byte[] bytes(Refusal refusal) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
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
}
