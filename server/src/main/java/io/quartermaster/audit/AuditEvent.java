package io.quartermaster.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** One committed change: who, what, when, and how it was before and after; secrets appear as fingerprints only. */
public record AuditEvent(
        UUID id,
        long configVersion,
        Instant occurredAt,
        String actorKind,
        String actor,
        String action,
        String subjectKind,
        String subjectId,
        Optional<JsonNode> before,
        Optional<JsonNode> after,
        Optional<JsonNode> consequences,
        String requestId) {}
