package io.quartermaster.audit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Optional;

/**
 * An event as it is shown.
 *
 * @param actorName what whoever acted is called now: a person's or a key's name; empty when it is known no more
 */
public record ShownAuditEvent(@JsonUnwrapped AuditEvent event, Optional<String> actorName) {}
