package io.quartermaster.gateway.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.quartermaster.provider.ProviderFamily;

/**
 * The words of OpenTelemetry's conventions for generative AI, which are still in development: see
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/. What they have no word for begins with {@code qm.}.
 */
final class GenAi {

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<Long> CACHED_TOKENS = AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
    static final AttributeKey<Long> CACHE_WRITE_TOKENS =
            AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens");
    static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("qm.request_id");
    static final AttributeKey<String> TENANT = AttributeKey.stringKey("qm.tenant.id");
    static final AttributeKey<String> KEY = AttributeKey.stringKey("qm.api_key.id");
    static final AttributeKey<String> PROVIDER_CONFIG = AttributeKey.stringKey("qm.provider.id");
    static final AttributeKey<String> CREDENTIAL_SOURCE = AttributeKey.stringKey("qm.credential_source");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("qm.outcome");
    static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("qm.attempts");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("qm.attempt");
    static final AttributeKey<String> FALLBACK_FROM = AttributeKey.stringKey("qm.fallback_from");
    static final AttributeKey<Boolean> STREAMED = AttributeKey.booleanKey("qm.streamed");
    static final AttributeKey<Boolean> ESTIMATED = AttributeKey.booleanKey("qm.usage.estimated");
    static final AttributeKey<Long> COST = AttributeKey.longKey("qm.cost_micros");
    static final AttributeKey<Long> OVERHEAD = AttributeKey.longKey("qm.overhead_us");

    private GenAi() {}

    /** The convention's name of what a route of ours does; where it has none, ours. */
    static String operation(String route) {
        return switch (route) {
            case "chat_completions", "responses", "messages" -> "chat";
            default -> route;
        };
    }

    static String provider(ProviderFamily family) {
        return switch (family) {
            case AZURE -> "azure.ai.openai";
            case BEDROCK -> "aws.bedrock";
            case GOOGLE -> "gcp.gemini";
            case OPENAI, ANTHROPIC, COHERE, OPENAI_COMPATIBLE, OPENROUTER, VERCEL, OLLAMA -> family.word();
        };
    }
}
