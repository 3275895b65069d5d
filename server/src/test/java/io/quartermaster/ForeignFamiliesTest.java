package io.quartermaster;

import static io.quartermaster.ClientConversations.assertThatItConverses;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.node.AnthropicClient;
import io.quartermaster.testkit.node.NodeClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official npm clients of OpenAI and Anthropic, through a whole server, at models of each other's families, Google's, Cohere's and Amazon's. */
final class ForeignFamiliesTest {

    private static ClientScene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = ClientScene.start();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {ClientScene.ANTHROPIC, ClientScene.GOOGLE, ClientScene.COHERE, ClientScene.BEDROCK})
    void case20_openAisClientConversesWith(String model) {
        assertThatItConverses(scene.openAi(), model);
    }

    @ParameterizedTest
    @ValueSource(strings = {ClientScene.OPENAI, ClientScene.GOOGLE, ClientScene.COHERE, ClientScene.BEDROCK})
    void case20_anthropicsClientConversesWith(String model) {
        AnthropicClient anthropic = scene.anthropic();

        assertThatItConverses(anthropic, model);
        assertThat(anthropic.create(model, "overloaded").at("/error/type").asString(""))
                .as("in Anthropic's words, whatever the provider calls it")
                .isEqualTo("overloaded_error");
    }

    @Test
    void case20_aForeignModelMayBeTheDefault() {
        AdminClient operator = scene.operator();
        String google = operator.get("/tenants/acme/models")
                .require(200)
                .body()
                .path("data")
                .valueStream()
                .filter(model -> model.path("model").asString("").equals(ClientScene.GOOGLE))
                .map(model -> model.path("id").asString(""))
                .findFirst()
                .orElseThrow();
        operator.put("/tenants/acme/default-models/llm", "{\"model_id\":\"" + google + "\"}")
                .require(200);

        NodeClient.Chat chat = scene.openAi().chat("default", "hello");

        assertThat(chat.content()).isEqualTo(ClientScene.HELLO);
        assertThat(chat.headers().get("x-qm-model")).isEqualTo("google/" + ClientScene.GOOGLE);
    }
}
