package io.quartermaster.provider;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** How a credential looks: one text, or an object of several, which is kept as JSON. */
public enum CredentialForm {
    API_KEY("api_key"),
    AWS_KEY_PAIR("aws_key_pair"),
    SERVICE_ACCOUNT("service_account");

    private final String word;

    CredentialForm(String word) {
        this.word = word;
    }

    @JsonValue
    public String word() {
        return word;
    }

    static CredentialForm of(String word) {
        return Arrays.stream(values())
                .filter(form -> form.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no form of credential called " + word));
    }
}
