package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.testkit.node.Aimock;
import io.quartermaster.testkit.node.NodeClient;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The journey of the README, from an empty database to a streamed answer in the official npm client. */
final class QuickStartTest {

    @Test
    void aNewTenantGetsAStreamedAnswerFromItsDefaultModelAndByItsBareName() throws Exception {
        try (Aimock upstream = Aimock.start();
                TestServer server = TestServer.start()) {
            AdminClient operator = server.operator();
            operator.createTenant("acme");
            String key = operator.createKey("acme", "member");
            operator.createProvider("acme", "main", upstream.baseUrl());
            String chat = operator.createModel("acme", "gpt-4o", "llm");
            operator.createModel("acme", "text-embedding-3-small", "text-embedding");
            operator.put("/tenants/acme/default-models/llm", "{\"model_id\":\"%s\"}".formatted(chat))
                    .require(200);

            NodeClient client = new NodeClient(URI.create(server.address() + "/v1"), key);
            NodeClient.Chat byDefault = client.streamChat("default", "hello");
            NodeClient.Chat byName = client.streamChat("gpt-4o", "hello");

            assertThat(byDefault.content()).isNotBlank().isEqualTo(byName.content());
            assertThat(byDefault.usage()).isPresent();
            assertThat(client.models()).containsExactlyInAnyOrder("gpt-4o", "text-embedding-3-small");
        }
    }
}
