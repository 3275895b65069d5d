package io.quartermaster.gateway;

/** What a client speaks; each has its own shape of errors. */
public enum ClientProtocol {
    OPENAI,
    ANTHROPIC
}
