package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.config.HttpUrl;
import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.http.ProblemType;
import java.net.URI;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Parses what callers send of a provider config into the house's types. */
final class ProviderInput {

    static final int LONGEST_KEY_BYTES = 10_240;

    /** What a console shows in place of a key; saving it would lose the real one. */
    private static final Pattern MASKED = Pattern.compile(".*(\\*{3,}|•{2,}|…|\\.{3,}).*", Pattern.DOTALL);

    static final JsonNode NO_SETTINGS = JsonNodeFactory.instance.objectNode();

    private ProviderInput() {}

    static String name(String text) {
        String name = text.strip();
        if (name.isEmpty()) {
            throw invalid("name", "blank", "The name must not be blank.");
        }
        return name;
    }

    static URI baseUrl(String text) {
        return HttpUrl.parse(text)
                .orElseThrow(() -> invalid(
                        "base_url",
                        "not_a_base_url",
                        "The base URL must be an absolute http or https URL without user, query or fragment."));
    }

    static Sensitive apiKey(String text) {
        Sensitive key = new Sensitive(text.strip());
        if (key.utf8Length() > LONGEST_KEY_BYTES) {
            throw invalid("api_key", "too_long", "A key has at most " + LONGEST_KEY_BYTES + " bytes.");
        }
        if (!key.reveal().chars().allMatch(c -> c > 0x20 && c != 0x7f)) {
            throw invalid("api_key", "not_a_key", "A key holds no spaces, line breaks or control characters.");
        }
        if (isMasked(key.reveal())) {
            throw masked("api_key");
        }
        return key;
    }

    static boolean isMasked(String text) {
        return MASKED.matcher(text).matches();
    }

    static Problem masked(String field) {
        String advice =
                "This looks like a masked key, which is not stored: send the whole key, or leave " + field + " out.";
        return new Problem(ProblemType.IMPOSSIBLE, advice, new FieldError(field, "masked", advice));
    }

    static Problem invalid(String field, String code, String message) {
        return new Problem(ProblemType.INVALID_REQUEST, message, new FieldError(field, code, message));
    }
}
