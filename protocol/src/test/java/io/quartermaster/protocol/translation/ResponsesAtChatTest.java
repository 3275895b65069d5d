package io.quartermaster.protocol.translation;

/** The Responses API at a compatible server's models. */
class ResponsesAtChatTest extends ResponsesContract {

    ResponsesAtChatTest() {
        super(Dialect.OPENAI_COMPATIBLE, "chat", "messages");
    }

    @Override
    String model(String name) {
        return name.equals("reasoning") ? "gpt-5-mini" : "llama";
    }
}
