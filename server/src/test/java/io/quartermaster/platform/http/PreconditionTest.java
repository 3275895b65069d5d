package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionTest {

    private static final OptionalLong NOTHING = OptionalLong.empty();

    @Test
    void withoutHeadersTheLastWriterWins() {
        Precondition none = Precondition.of(List.of(), List.of());
        assertThat(none.allows(7)).isTrue();
        assertThat(none.allows(NOTHING)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "7"            | true
             "7"           | true
            "6", "7"       | true
            "6","7","8"    | true
            "8"            | false
            W/"7"          | false
            7              | false
            '7'            | false
            "07"           | false
            "-7"           | false
            "7             | false
            "99999999999999999999" | false
            ``             | false
            """)
    void ifMatchNamesTheVersionsThatMayBeCurrent(String header, boolean allowed) {
        Precondition precondition = Precondition.of(List.of(header), List.of());
        assertThat(precondition.allows(7)).isEqualTo(allowed);
        assertThat(precondition.allows(NOTHING)).isFalse();
    }

    @Test
    void aHeaderSentTwiceIsOneList() {
        assertThat(Precondition.of(List.of("\"6\"", "\"7\""), List.of()))
                .isEqualTo(new Precondition.IfMatch(java.util.Set.of(6L, 7L)));
    }

    @Test
    void whatReplySpellsIsReadBack() {
        String tag = Reply.noContent().withEtag(Long.MAX_VALUE / 16).headers().get("etag");
        assertThat(tag).isNotNull();
        assertThat(Precondition.of(List.of(String.valueOf(tag)), List.of()).allows(Long.MAX_VALUE / 16))
                .isTrue();
    }

    @Test
    void aStarDemandsThatItExistsOrThatItDoesNot() {
        assertThat(Precondition.of(List.of("*"), List.of()).allows(1)).isTrue();
        assertThat(Precondition.of(List.of("*"), List.of()).allows(NOTHING)).isFalse();
        assertThat(Precondition.of(List.of(), List.of(" * ")).allows(1)).isFalse();
        assertThat(Precondition.of(List.of(), List.of("*")).allows(NOTHING)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "", "*, *"})
    void ifNoneMatchKnowsOnlyTheStar(String header) {
        assertThatThrownBy(() -> Precondition.of(List.of(), List.of(header))).isInstanceOf(Problem.class);
    }
}
