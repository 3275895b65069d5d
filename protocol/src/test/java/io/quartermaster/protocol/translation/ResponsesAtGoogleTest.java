package io.quartermaster.protocol.translation;

/** The Responses API at Google's models. */
class ResponsesAtGoogleTest extends ResponsesContract {

    ResponsesAtGoogleTest() {
        super(Dialect.GEMINI, "gemini", "gemini");
    }

    @Override
    String model(String name) {
        return name.equals("reasoning") ? "gemini-2.5-flash" : "gemini-3.5-flash";
    }
}
