package io.quartermaster.testkit.upstream;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a provider that behaves answers at the routes beside chat and embeddings, as the vendors' references show it. */
public final class RouteAnswers {

    /** 11 input tokens of which 3 were read from the cache, 5 output tokens. */
    public static final String RESPONSE =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"error\":null,\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"hi\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":11,\"input_tokens_details\":{\"cached_tokens\":3},\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":16}}";

    /** 8 input tokens, 2 more read from the cache and 1 written to it, 5 output tokens. */
    public static final String MESSAGE =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"fake-model\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":8,\"cache_creation_input_tokens\":1,\"cache_read_input_tokens\":2,\"output_tokens\":5}}";

    /** 14 input tokens of which 10 are sound, 45 output tokens. */
    private static final String TRANSCRIPT_USAGE =
            "{\"type\":\"tokens\",\"input_tokens\":14,\"input_token_details\":{\"text_tokens\":4,\"audio_tokens\":10},\"output_tokens\":45,\"total_tokens\":59}";

    public static final String TRANSCRIPT_BY_TOKENS = "{\"text\":\"So\",\"usage\":" + TRANSCRIPT_USAGE + "}";

    public static final String TRANSCRIPT_BY_DURATION =
            "{\"text\":\"So\",\"usage\":{\"type\":\"duration\",\"seconds\":7}}";

    /** What somebody said may look like usage. */
    public static final String TRANSCRIPT_TEXT =
            "He spelled \"usage\": {\"input_tokens\": 9000, \"output_tokens\": 9000}\n";

    private static final byte[] SOUND = {(byte) 0xff, (byte) 0xfb, 0, 1, '"', 'u', (byte) 0xc3, '\n', 0};

    private RouteAnswers() {}

    /** No text in any encoding, with bytes that a reader of JSON or of events looks for. */
    public static byte[] sound() {
        return SOUND.clone();
    }

    static Optional<Script> find(Exchange exchange) {
        String path = exchange.path();
        if (path.endsWith("/responses")) {
            return Optional.of(streamed(exchange) ? responseStream() : Script.json(200, RESPONSE));
        }
        if (path.endsWith("/messages")) {
            return Optional.of(streamed(exchange) ? messageStream() : Script.json(200, MESSAGE));
        }
        if (path.endsWith("/messages/count_tokens")) {
            return Optional.of(Script.json(200, "{\"input_tokens\":8}"));
        }
        if (path.endsWith("/moderations")) {
            return Optional.of(Script.json(200, "{\"id\":\"modr-1\",\"results\":[{\"flagged\":false}]}"));
        }
        if (path.endsWith("/rerank")) {
            return Optional.of(Script.json(200, "{\"results\":[{\"index\":0,\"relevance_score\":0.5}]}"));
        }
        if (path.endsWith("/images/generations")) {
            return Optional.of(
                    Script.json(
                            200,
                            "{\"created\":1,\"data\":[{\"b64_json\":\"aGk=\"}],\"usage\":{\"input_tokens\":7,\"output_tokens\":40,\"total_tokens\":47}}"));
        }
        if (path.endsWith("/audio/speech")) {
            return Optional.of(Script.answer(200, "audio/mpeg", SOUND));
        }
        if (path.contains("/audio/transcriptions")) {
            return Optional.of(transcription(new String(exchange.body(), StandardCharsets.ISO_8859_1)));
        }
        return Optional.empty();
    }

    /** By tokens, or by its duration where the model is Whisper; texts and subtitles tell neither. */
    private static Script transcription(String form) {
        if (form.contains("\r\n\r\ntrue\r\n")) {
            return transcriptStream();
        }
        if (form.contains("\r\n\r\ntext\r\n") || form.contains("\r\n\r\nsrt\r\n")) {
            return Script.answer(200, "text/plain; charset=utf-8", TRANSCRIPT_TEXT.getBytes(StandardCharsets.UTF_8));
        }
        return Script.json(200, form.contains("whisper") ? TRANSCRIPT_BY_DURATION : TRANSCRIPT_BY_TOKENS);
    }

    public static Script transcriptStream() {
        return Script.stream()
                .events(
                        "{\"type\":\"transcript.text.delta\",\"delta\":\"So\"}",
                        "{\"type\":\"transcript.text.done\",\"text\":\"So\",\"usage\":" + TRANSCRIPT_USAGE + "}");
    }

    public static Script responseStream() {
        return Script.stream()
                .text(
                        event(
                                "response.created",
                                "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"error\":null,\"output\":[],\"usage\":null}}"),
                        event(
                                "response.output_text.delta",
                                "{\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"hi\"}"),
                        event(
                                "response.completed",
                                "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":" + RESPONSE
                                        + "}"));
    }

    public static Script messageStream() {
        return Script.stream()
                .text(
                        event(
                                "message_start",
                                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"fake-model\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":8,\"cache_creation_input_tokens\":1,\"cache_read_input_tokens\":2,\"output_tokens\":1}}}"),
                        event(
                                "content_block_start",
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"),
                        event("ping", "{\"type\": \"ping\"}"),
                        event(
                                "content_block_delta",
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hé\"}}"),
                        event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"),
                        event(
                                "message_delta",
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":5}}"),
                        event("message_stop", "{\"type\":\"message_stop\"}"));
    }

    /** A named event, as it is on the wire. */
    public static String event(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }

    private static boolean streamed(Exchange exchange) {
        JsonNode request = JsonMapper.shared().readTree(new String(exchange.body(), StandardCharsets.UTF_8));
        return request.path("stream").asBoolean(false);
    }
}
