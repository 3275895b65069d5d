package io.quartermaster.audit;

/** What a change was made to: its kind in the API's words, and its id. */
public record AuditSubject(String kind, String id) {}
