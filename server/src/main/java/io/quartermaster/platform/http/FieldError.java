package io.quartermaster.platform.http;

/**
 * What is wrong with one field of a request: {@code field} such as {@code limits.rpm}, {@code default_models[0].model_id} or
 * {@code query.limit}, a stable {@code code}, and a sentence that never repeats the value sent.
 */
public record FieldError(String field, String code, String message) {}
