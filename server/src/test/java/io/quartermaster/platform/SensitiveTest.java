package io.quartermaster.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.config.Settings.Login;
import io.quartermaster.platform.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

final class SensitiveTest {

    private static final String TEXT = "sk-0123456789abcdef";

    @Test
    void aSecretDoesNotPrintNeitherByItselfNorInsideOfAnything() {
        Sensitive secret = new Sensitive(TEXT);

        assertThat(secret.toString()).isEqualTo("[secret]");
        assertThat(List.of(Optional.of(secret), new Login("me", secret)).toString())
                .doesNotContain("0123");
        assertThat(asJson(new Login("me", secret))).doesNotContain("0123");
        assertThat(secret.hashCode()).isEqualTo(new Sensitive("other").hashCode());
    }

    @Test
    void atMostAQuarterOfASecretIsShown() {
        assertThat(new Sensitive(TEXT).lastFour()).isEqualTo("cdef");
        assertThat(new Sensitive("12345678").lastFour()).isEqualTo("78");
        assertThat(new Sensitive("123").lastFour()).isEmpty();
    }

    @Test
    void secretsAreEqualByTheirText() {
        assertThat(new Sensitive(TEXT)).isEqualTo(new Sensitive(TEXT)).isNotEqualTo(new Sensitive(TEXT + "x"));
        assertThat(new Sensitive("käse").utf8Length()).isEqualTo(5);
    }

    /** What comes out, or the failure: both are fine as long as the secret is not in it. */
    private static String asJson(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JacksonException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
