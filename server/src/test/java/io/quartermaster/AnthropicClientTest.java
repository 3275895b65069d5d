package io.quartermaster;

import static io.quartermaster.ClientConversations.assertThatItConverses;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.node.AnthropicClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Anthropic's official npm client, through a whole server, to an independent upstream that speaks its protocol. */
final class AnthropicClientTest {

    private static ClientScene scene;

    @BeforeAll
    static void start() throws Exception {
        scene = ClientScene.start();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void itConversesWithTheModelsOfItsFamily() {
        assertThatItConverses(scene.anthropic(), ClientScene.ANTHROPIC);
    }

    @Test
    void aMessageComesByAnyName() {
        for (String name : new String[] {"default", ClientScene.ALIAS, "anthropic/" + ClientScene.ANTHROPIC}) {
            JsonNode message = scene.anthropic().create(name, "hello");

            assertThat(message.at("/content/0/text").asString(""))
                    .as(message.toString())
                    .isEqualTo(ClientScene.HELLO);
        }
    }

    @Test
    void theClientKnowsOurErrorsByTheirType() {
        JsonNode unknownModel =
                scene.anthropic().create("no-such-model", "hello").path("error");
        assertThat(unknownModel.path("class").asString("")).isEqualTo("NotFoundError");
        assertThat(unknownModel.path("type").asString("")).isEqualTo("not_found_error");
        assertThat(new AnthropicClient(scene.origin(), "qm_wrong")
                        .create(ClientScene.ANTHROPIC, "hello")
                        .at("/error/class")
                        .asString(""))
                .isEqualTo("AuthenticationError");
    }
}
