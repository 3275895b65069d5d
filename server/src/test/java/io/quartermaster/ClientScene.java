package io.quartermaster;

import io.quartermaster.testkit.node.Aimock;
import java.util.List;

/**
 * A tenant with a provider and a model of each family that the independent upstream speaks for, for the official clients to call.
 *
 * @param key a member's
 */
record ClientScene(String key) {

    /** What the upstream answers to {@code hello}. */
    static final String HELLO = "Hello from aimock: grüße, 世界 🎉.";

    static final String OPENAI = "gpt-4o";
    static final String ANTHROPIC = "claude-sonnet-4-5";
    static final String GOOGLE = "gemini-3.5-flash";
    /** That of Anthropic's model. */
    static final String ALIAS = "smart";

    static final String COHERE = "command-a-03-2025";
    static final String BEDROCK = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    static final List<String> MODELS = List.of(OPENAI, ANTHROPIC, GOOGLE, COHERE, BEDROCK);

    private static final String PLAIN_KEY = "\"api_key\":\"k-x\"";
    private static final String AWS_KEYS =
            "\"settings\":{\"region\":\"eu-central-1\"},\"credential\":{\"access_key_id\":\"AKIA000000EXAMPLE7\",\"secret_access_key\":\"0123456789abcdef\"}";

    static ClientScene of(TestServer server, Aimock upstream) {
        AdminClient operator = server.operator();
        operator.createTenant("acme");
        String origin = upstream.origin().toString();
        model(operator, "anthropic", origin, PLAIN_KEY, ANTHROPIC, ",\"alias\":\"" + ALIAS + "\"");
        model(operator, "openai", upstream.baseUrl().toString(), PLAIN_KEY, OPENAI, "");
        model(operator, "google", origin, PLAIN_KEY, GOOGLE, "");
        model(operator, "cohere", origin, PLAIN_KEY, COHERE, "");
        model(operator, "bedrock", origin, AWS_KEYS, BEDROCK, "");
        return new ClientScene(operator.createKey("acme", "member"));
    }

    /** A model and a provider of its own; {@code more} fields of the model. */
    private static void model(
            AdminClient operator, String family, String url, String credential, String model, String more) {
        operator.post(
                        "/tenants/acme/providers",
                        "{\"family\":\"%s\",\"name\":\"%s\",\"base_url\":\"%s\",%s}"
                                .formatted(family, family, url, credential))
                .require(201);
        operator.post(
                        "/tenants/acme/models",
                        "{\"family\":\"%s\",\"model\":\"%s\",\"model_type\":\"llm\"%s}".formatted(family, model, more))
                .require(201);
    }
}
