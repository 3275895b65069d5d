package io.quartermaster.gateway;

import io.quartermaster.platform.json.Json;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds the error that a stream ended with, among the events before it. */
final class ErrorEvent {

    private static final String EVENT = "event:";
    private static final String DATA = "data:";
    private static final String FAILED = "response.failed";

    private ErrorEvent() {}

    /** As the JSON of an error that is no stream's. */
    static Optional<String> lastOf(String events) {
        String name = "";
        String last = "";
        boolean failed = false;
        for (String line : events.split("\\r?\\n", -1)) {
            if (line.isEmpty()) {
                name = "";
            } else if (line.startsWith(EVENT)) {
                name = line.substring(EVENT.length()).strip();
            } else if (line.startsWith(DATA)) {
                String data = line.substring(DATA.length()).strip();
                if (name.equals("error") || name.equals(FAILED) || ErrorAnswer.isErrorObject(data)) {
                    last = data;
                    failed = name.equals(FAILED);
                }
            }
        }
        if (last.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(failed ? errorOfResponse(last) : last);
    }

    /** The response around it repeats what was asked. */
    private static String errorOfResponse(String event) {
        try {
            JsonNode error = Json.tree(event).at("/response/error");
            return error.isObject() ? "{\"error\":" + error + "}" : event;
        } catch (JacksonException notJson) {
            return event;
        }
    }
}
