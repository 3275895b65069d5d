package io.quartermaster.platform.http;

/** What the authentication hook may know of a request besides its bearer token; the address is the peer's, no header is believed. */
public record RequestFacts(String requestId, String operationId, String method, String path, String remoteAddress) {}
