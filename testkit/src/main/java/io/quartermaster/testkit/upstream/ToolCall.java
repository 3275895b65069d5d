package io.quartermaster.testkit.upstream;

/** A call of a tool in an answer; the arguments are JSON text. */
public record ToolCall(String id, String name, String arguments) {}
