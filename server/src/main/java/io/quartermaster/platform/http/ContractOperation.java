package io.quartermaster.platform.http;

import java.util.Optional;

/** One operation of the contract: its id, where it is, and the permission it needs; no permission means that anybody may call it. */
public record ContractOperation(String id, String method, String path, Optional<String> permission) {}
