package io.quartermaster.audit;

/**
 * Something that is wrong with a chain.
 *
 * @param chain a tenant's id, or {@code deployment}
 * @param seq the event, or 0 when it is about the chain as a whole
 */
public record AuditFinding(String chain, long seq, String problem) {}
