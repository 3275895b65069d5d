package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case 20: LangChain4j by the protocols of OpenAI and Anthropic, each at a model of its own family and at those of others. */
final class LangChain4jTest {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("The weather in a city")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("city")
                    .required("city")
                    .build())
            .build();

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
    @CsvSource({
        "openai, gpt-4o",
        "openai, claude-sonnet-4-5",
        "openai, gemini-3.5-flash",
        "anthropic, claude-sonnet-4-5",
        "anthropic, gpt-4o",
        "anthropic, command-a-03-2025"
    })
    void case20_itConversesWholeStreamedAndWithTools(String protocol, String model) throws Exception {
        ChatResponse whole = chat(protocol, model).chat(UserMessage.from("hello"));
        ChatResponse streamed = stream(protocol, model, UserMessage.from("hello"));
        ChatResponse called = stream(protocol, model, UserMessage.from("weather"));

        for (ChatResponse one : List.of(whole, streamed)) {
            assertThat(one.aiMessage().text()).isEqualTo(ClientScene.HELLO);
            assertThat(one.finishReason()).isEqualTo(FinishReason.STOP);
            assertThat(one.tokenUsage().outputTokenCount()).isPositive();
        }
        assertThat(called.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
        assertThat(called.aiMessage().toolExecutionRequests())
                .extracting(ToolExecutionRequest::arguments)
                .containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Oslo\"}");
        List<ChatMessage> history = new ArrayList<>(List.of(UserMessage.from("weather"), called.aiMessage()));
        for (ToolExecutionRequest request : called.aiMessage().toolExecutionRequests()) {
            history.add(ToolExecutionResultMessage.from(request, "sunny"));
        }
        history.add(UserMessage.from("hello"));
        AiMessage after = chat(protocol, model)
                .chat(ChatRequest.builder()
                        .messages(history)
                        .toolSpecifications(WEATHER)
                        .build())
                .aiMessage();
        assertThat(after.text()).isEqualTo(ClientScene.HELLO);
    }

    private static ChatModel chat(String protocol, String model) {
        String url = scene.baseUrl().toString();
        return protocol.equals("openai")
                ? OpenAiChatModel.builder()
                        .baseUrl(url)
                        .apiKey(scene.key())
                        .modelName(model)
                        .maxRetries(0)
                        .build()
                : AnthropicChatModel.builder()
                        .baseUrl(url)
                        .apiKey(scene.key())
                        .modelName(model)
                        .maxRetries(0)
                        .build();
    }

    private static ChatResponse stream(String protocol, String model, UserMessage message) throws Exception {
        String url = scene.baseUrl().toString();
        StreamingChatModel streaming = protocol.equals("openai")
                ? OpenAiStreamingChatModel.builder()
                        .baseUrl(url)
                        .apiKey(scene.key())
                        .modelName(model)
                        .build()
                : AnthropicStreamingChatModel.builder()
                        .baseUrl(url)
                        .apiKey(scene.key())
                        .modelName(model)
                        .build();
        CompletableFuture<ChatResponse> whole = new CompletableFuture<>();
        streaming.chat(
                ChatRequest.builder()
                        .messages(message)
                        .toolSpecifications(WEATHER)
                        .build(),
                new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        whole.completeExceptionally(failure);
                    }
                });
        return whole.get(30, TimeUnit.SECONDS);
    }
}
