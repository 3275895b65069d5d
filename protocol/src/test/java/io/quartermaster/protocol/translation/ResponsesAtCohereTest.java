package io.quartermaster.protocol.translation;

/** The Responses API at Cohere's models. */
class ResponsesAtCohereTest extends ResponsesContract {

    ResponsesAtCohereTest() {
        super(Dialect.COHERE, "cohere", "cohere");
    }

    @Override
    String model(String name) {
        return name.equals("reasoning") ? "command-a-reasoning-08-2025" : "command-a-03-2025";
    }
}
