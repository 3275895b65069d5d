package io.quartermaster.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://API.Example.com/v1/, https://api.example.com/v1",
        "HTTPS://example.com:443/v1, https://example.com/v1",
        "http://example.com:80, http://example.com",
        "http://127.0.0.1:11434/v1, http://127.0.0.1:11434/v1",
        "http://[::1]:8080/v1//, http://[::1]:8080/v1",
        "' https://example.com/a%20b ', https://example.com/a%20b"
    })
    void everySpellingComesOutAsOne(String text, URI expected) {
        assertThat(HttpUrl.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/v1",
                "//example.com",
                "ftp://example.com",
                "file:///etc/passwd",
                "https://",
                "https:///v1",
                "https://me@example.com",
                "https://me:secret@example.com",
                "https://example.com/v1?key=1",
                "https://example.com/v1#here",
                "https://exa mple.com",
                "https://example.com:99999/",
                "https://example.com/\r\nx: y",
                "javascript:alert(1)"
            })
    void whatIsNoBaseUrlIsRefused(String text) {
        assertThat(HttpUrl.parse(text)).isEmpty();
    }

    @Test
    void aUrlThatIsTooLongIsRefused() {
        assertThat(HttpUrl.parse("https://example.com/" + "a".repeat(2_100))).isEmpty();
    }

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        assertThat(DurationText.parse("500ms")).contains(Duration.ofMillis(500));
        assertThat(DurationText.parse("30s")).contains(Duration.ofSeconds(30));
        assertThat(DurationText.parse("10m")).contains(Duration.ofMinutes(10));
        assertThat(DurationText.parse("2h")).contains(Duration.ofHours(2));
        assertThat(DurationText.parse("-1s")).isEmpty();
        assertThat(DurationText.parse("1 s")).isEmpty();
        assertThat(DurationText.parse("99999999999h")).isEmpty();
    }
}
