package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void whatWasEncodedIsDecoded() {
        Cursor cursor = Cursor.of("größe", "", "2026-01-31T12:00:00Z");
        assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
        assertThat(cursor.encode()).matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "====", "größe", "W10=garbage"})
    void whatIsNoCursorIsRefused(String text) {
        assertThatThrownBy(() -> Cursor.decode(text)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "[null]", "[[\"a\"]]", "\"a\"", "[\"a\"", "null", "[\"\\u0000\"]", "[true]"})
    void jsonThatIsNoListOfTextsIsRefused(String json) {
        String text = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Cursor.decode(text))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.errors())
                                .extracting(FieldError::field)
                                .containsExactly("query.cursor"));
    }

    @Test
    void aPageEndsWhereNoRowIsLeft() {
        PageRequest two = new PageRequest(2, java.util.Optional.empty());
        assertThat(Page.of(List.of(1, 2), two, row -> Cursor.of("c")).next()).isEmpty();
        Page<Integer> cut = Page.of(List.of(1, 2, 3), two, row -> Cursor.of("after " + row));
        assertThat(cut.data()).containsExactly(1, 2);
        assertThat(cut.next()).contains(Cursor.of("after 2"));
        assertThat(cut.map(row -> "n" + row).data()).containsExactly("n1", "n2");
    }
}
