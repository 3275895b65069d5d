package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The codes of an audit chain. Event n is signed together with the head that event n-1 left, and the head says how many there
 * are: to cut, change, insert or reorder events takes the key. A head is signed apart, so that an event's code is no head's.
 */
final class AuditChain {

    static final AuditHead EMPTY = new AuditHead(0, Bytes.copyFrom(new byte[0]));

    private static final String DEPLOYMENT = "deployment";

    private final AuditSeal seal;

    AuditChain(AuditSeal seal) {
        this.seal = seal;
    }

    static String of(TenantId tenant) {
        return tenant.toString();
    }

    static String ofDeployment() {
        return DEPLOYMENT;
    }

    /** The code of the event that follows {@code head}. */
    Bytes sign(String chain, AuditHead head, AuditEvent event) {
        return Bytes.copyFrom(seal.mac(message("event", chain, head.seq() + 1, head.mac(), event)));
    }

    /** The head that an event with this code leaves. */
    AuditHead next(String chain, AuditHead head, Bytes signed) {
        long seq = head.seq() + 1;
        return new AuditHead(seq, Bytes.copyFrom(seal.mac(frame(out -> {
            text(out, "head");
            text(out, chain);
            out.writeLong(seq);
            bytes(out, signed.toByteArray());
        }))));
    }

    private static byte[] message(String kind, String chain, long seq, Bytes previous, AuditEvent event) {
        return frame(out -> {
            text(out, kind);
            text(out, chain);
            out.writeLong(seq);
            bytes(out, previous.toByteArray());
            text(out, event.id().toString());
            out.writeLong(event.configVersion());
            out.writeLong(ChronoUnit.MICROS.between(java.time.Instant.EPOCH, event.occurredAt()));
            text(out, event.actorKind());
            text(out, event.actor());
            text(out, event.action());
            text(out, event.subjectKind());
            text(out, event.subjectId());
            json(out, event.before());
            json(out, event.after());
            json(out, event.consequences());
            text(out, event.requestId());
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] frame(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory", impossible);
        }
        return bytes.toByteArray();
    }

    /** With its length, so that no two different events make one message. */
    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void json(DataOutputStream out, Optional<JsonNode> tree) throws IOException {
        if (tree.isEmpty()) {
            out.writeInt(-1);
        } else {
            StringBuilder text = new StringBuilder();
            canonical(text, tree.get());
            text(out, text.toString());
        }
    }

    /** One spelling whatever PostgreSQL makes of it: {@code jsonb} keeps neither the order of fields nor all forms of a number. */
    private static void canonical(StringBuilder out, JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
            out.append('{');
            sorted.forEach((name, value) -> {
                quoted(out, name);
                out.append(':');
                canonical(out, value);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(element -> {
                canonical(out, element);
                out.append(',');
            });
            out.append(']');
        } else if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            out.append(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
        } else if (node.isString()) {
            quoted(out, node.stringValue());
        } else {
            out.append(node.toString()); // true, false, null
        }
    }

    private static void quoted(StringBuilder out, String text) {
        out.append(text.length()).append('"').append(text).append('"');
    }
}
