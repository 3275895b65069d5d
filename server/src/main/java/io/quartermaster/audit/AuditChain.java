package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import io.quartermaster.platform.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
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
    Bytes sign(String chain, AuditHead head, AuditEvent event, Optional<AuditRequest> request) {
        return code(out -> {
            text(out, "event");
            text(out, chain);
            out.writeLong(head.seq() + 1);
            bytes(out, head.mac());
            text(out, event.id().toString());
            out.writeLong(event.configVersion());
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, event.occurredAt()));
            text(out, event.actorKind());
            text(out, event.actor());
            text(out, event.action());
            text(out, event.subjectKind());
            text(out, event.subjectId());
            json(out, event.before());
            json(out, event.after());
            json(out, event.consequences());
            text(out, event.requestId());
            out.writeBoolean(request.isPresent());
            if (request.isPresent()) {
                text(out, request.get().idempotencyKey());
                bytes(out, request.get().code());
            }
        });
    }

    /** The head that an event with this code leaves. */
    AuditHead next(String chain, AuditHead head, Bytes signed) {
        return head(chain, head.seq() + 1, signed);
    }

    AuditHead head(String chain, long seq, Bytes signed) {
        return new AuditHead(seq, code(out -> {
            text(out, "head");
            text(out, chain);
            out.writeLong(seq);
            bytes(out, signed);
        }));
    }

    /** The signed number of tenants that have a chain. */
    AuditHead chains(long count) {
        return new AuditHead(
                count,
                count == 0
                        ? EMPTY.mac()
                        : code(out -> {
                            text(out, "chains");
                            out.writeLong(count);
                        }));
    }

    /** A code of what a request asks for. */
    Bytes request(String operation, String path, JsonNode body) {
        return code(out -> {
            text(out, "request");
            text(out, operation);
            text(out, path);
            text(out, CanonicalJson.of(body));
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private Bytes code(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("Writing to memory", impossible);
        }
        return Bytes.copyFrom(seal.mac(bytes.toByteArray()));
    }

    /** With its length, so that no two different events make one message. */
    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, Bytes.copyFrom(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void bytes(DataOutputStream out, Bytes bytes) throws IOException {
        out.writeInt(bytes.size());
        out.write(bytes.toByteArray());
    }

    private static void json(DataOutputStream out, Optional<JsonNode> tree) throws IOException {
        if (tree.isEmpty()) {
            out.writeInt(-1);
        } else {
            text(out, CanonicalJson.of(tree.get()));
        }
    }
}
