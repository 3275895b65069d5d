package io.quartermaster;

import io.quartermaster.testkit.node.Aimock;
import io.quartermaster.testkit.node.AnthropicClient;
import io.quartermaster.testkit.node.NodeClient;
import java.net.URI;
import java.util.List;

/**
 * A whole server, an independent upstream, and a tenant with a provider and a model of each family that the upstream speaks for, for the
 * official clients to call.
 */
final class ClientScene implements AutoCloseable {

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

    private final Aimock upstream;
    private final TestServer server;
    private final String key;

    private ClientScene(Aimock upstream, TestServer server, String key) {
        this.upstream = upstream;
        this.server = server;
        this.key = key;
    }

    static ClientScene start() throws Exception {
        Aimock upstream = Aimock.start();
        TestServer server = TestServer.start();
        AdminClient operator = server.operator();
        operator.createTenant("acme");
        String origin = upstream.origin().toString();
        model(operator, "anthropic", origin, PLAIN_KEY, ANTHROPIC, ",\"alias\":\"" + ALIAS + "\"");
        model(operator, "openai", upstream.baseUrl().toString(), PLAIN_KEY, OPENAI, "");
        model(operator, "google", origin, PLAIN_KEY, GOOGLE, "");
        model(operator, "cohere", origin, PLAIN_KEY, COHERE, "");
        model(operator, "bedrock", origin, AWS_KEYS, BEDROCK, "");
        return new ClientScene(upstream, server, operator.createKey("acme", "member"));
    }

    /** Where Anthropic's own clients are pointed. */
    URI origin() {
        return server.address();
    }

    /** Where those of OpenAI are. */
    URI baseUrl() {
        return URI.create(origin() + "/v1");
    }

    /** A member's. */
    String key() {
        return key;
    }

    AdminClient operator() {
        return server.operator();
    }

    NodeClient openAi() {
        return new NodeClient(baseUrl(), key);
    }

    AnthropicClient anthropic() {
        return new AnthropicClient(origin(), key);
    }

    @Override
    public void close() {
        server.close();
        upstream.close();
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
