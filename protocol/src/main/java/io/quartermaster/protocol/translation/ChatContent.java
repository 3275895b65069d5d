package io.quartermaster.protocol.translation;

import tools.jackson.databind.JsonNode;

/**
 * What a message or a part of one says. OpenAI's is a text; others list parts, and their thoughts among them.
 *
 * @param thoughts those that are told among the content
 */
record ChatContent(String text, String thoughts) {

    static ChatContent of(JsonNode content) {
        if (content.isMissingNode() || content.isNull()) {
            return new ChatContent("", "");
        }
        if (content.isString()) {
            return new ChatContent(content.stringValue(), "");
        }
        if (!content.isArray()) {
            throw Trees.unreadable("content that is neither a text nor a list");
        }
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        for (JsonNode part : content) {
            switch (part.isString() ? "" : part.path("type").asString("none")) {
                case "" -> text.append(part.stringValue());
                case "text", "output_text" -> text.append(part.path("text").asString(""));
                case "thinking" -> thoughts.append(thought(part.path("thinking")));
                case "reference" -> {} // where the text before it was found, by numbers that nobody here knows
                default -> throw Trees.unreadable("content of a kind that cannot be translated");
            }
        }
        return new ChatContent(text.toString(), thoughts.toString());
    }

    /** A text, or a list of parts that have one. */
    private static String thought(JsonNode thinking) {
        StringBuilder thought = new StringBuilder(thinking.asString(""));
        thinking.forEach(part -> thought.append(part.path("text").asString("")));
        return thought.toString();
    }
}
