package io.quartermaster.protocol.translation;

/** The Responses API at Anthropic's models. */
class ResponsesAtAnthropicTest extends ResponsesContract {

    ResponsesAtAnthropicTest() {
        super(Dialect.ANTHROPIC, "anthropic", "anthropic");
    }

    @Override
    String model(String name) {
        return "claude-sonnet-4-5";
    }
}
