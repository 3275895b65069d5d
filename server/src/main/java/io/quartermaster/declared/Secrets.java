package io.quartermaster.declared;

import io.quartermaster.platform.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** Finds the secrets that a file refers to in the environment of the command; none is ever put into words. */
final class Secrets {

    private final Map<String, String> environment;
    private final List<String> problems;

    Secrets(Map<String, String> environment, List<String> problems) {
        this.environment = Map.copyOf(environment);
        this.problems = problems;
    }

    /** A provider's credential as it is sent: {@code api_key} or {@code credential}, null to clear it. */
    record Wanted(String field, JsonNode value) {

        @Override
        public String toString() {
            return "Wanted[" + field + "]"; // not the secret
        }
    }

    /** The secret that an entry asks for; empty when it says nothing of one, or what cannot be done. */
    Optional<Wanted> find(JsonNode entry, String place) {
        if (entry.path("api_key").isObject() && entry.path("credential").isObject()) {
            problems.add(place + ": give api_key or credential, not both.");
            return Optional.empty();
        }
        for (String field : List.of("api_key", "credential")) {
            JsonNode reference = entry.path(field);
            if (reference.isObject()) {
                return value(reference.path("env").asString(), field, place + "." + field);
            }
            if (reference.isNull()) {
                return Optional.of(new Wanted(field, NullNode.getInstance()));
            }
        }
        return Optional.empty();
    }

    private Optional<Wanted> value(String name, String field, String place) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            problems.add(place + ": the environment variable " + name + " is not set; give it to this command.");
            return Optional.empty();
        }
        if (field.equals("api_key")) {
            return Optional.of(new Wanted(field, StringNode.valueOf(text)));
        }
        try {
            JsonNode json = Json.tree(text);
            if (json.isObject()) {
                return Optional.of(new Wanted(field, json));
            }
        } catch (JacksonException notJson) { // its message may show the secret; the problem below says enough
            problems.add(place + ": the environment variable " + name + " does not hold valid JSON.");
            return Optional.empty();
        }
        problems.add(place + ": the environment variable " + name + " must hold a JSON object.");
        return Optional.empty();
    }

    /**
     * Adds the secret to the changes of what is there, if it is another one, or must be sent again since the address moves.
     *
     * @param fingerprints the path that tells which fingerprint a secret would have there
     */
    void compare(
            AdminConnection server,
            String fingerprints,
            JsonNode entry,
            String place,
            JsonNode row,
            FieldChanges changes) {
        Optional<Wanted> wanted = find(entry, place);
        boolean stored = row.path("has_stored_key").asBoolean();
        if (wanted.isEmpty()) {
            return;
        }
        Wanted secret = wanted.get();
        if (secret.value().isNull()) {
            if (stored) {
                changes.set(secret.field(), secret.value(), secret.field() + ": will be cleared");
            }
            return;
        }
        boolean unchanged = stored
                && server.send(
                                "POST",
                                fingerprints,
                                JsonNodeFactory.instance.objectNode().set(secret.field(), secret.value()))
                        .path("key_fingerprint")
                        .equals(row.path("key_fingerprint"));
        if (!unchanged) {
            changes.set(secret.field(), secret.value(), secret.field() + (stored ? ": changed" : ": will be set"));
        } else if (changes.mentions("base_url") || changes.mentions("settings")) {
            changes.set(secret.field(), secret.value(), secret.field() + ": unchanged, sent again with the address");
        }
    }

    void add(JsonNode entry, String place, FieldChanges changes) {
        find(entry, place)
                .filter(secret -> !secret.value().isNull())
                .ifPresent(secret -> changes.set(secret.field(), secret.value(), secret.field() + ": will be set"));
    }
}
