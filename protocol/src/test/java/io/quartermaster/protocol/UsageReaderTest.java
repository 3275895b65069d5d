package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsageReaderTest {

    private static final String CHAT = """
            {"id":"c","choices":[{"message":{"content":"say \\"usage\\":{\\"prompt_tokens\\":9999} twice"}}],
             "usage" : {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15,
             "prompt_tokens_details": {"audio_tokens": 0, "cached_tokens": 4}, "completion_tokens_details": {"reasoning_tokens": 1}}, "x": 1}""";

    @Test
    void readsChatAnswersAndIsNotFooledByTheirText() {
        assertThat(find(CHAT))
                .contains(new TokenUsage(
                        OptionalLong.of(12),
                        OptionalLong.of(4),
                        OptionalLong.empty(),
                        OptionalLong.of(3),
                        OptionalLong.of(1)));
    }

    @Test
    void countsTheCachedTokensOfAnthropicAsInput() {
        assertThat(find("{\"type\":\"message\",\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":200,"
                        + "\"cache_read_input_tokens\":3000,\"cache_creation\":{\"ephemeral_5m_input_tokens\":200},"
                        + "\"output_tokens\":7,\"service_tier\":\"standard\"}}"))
                .contains(new TokenUsage(
                        OptionalLong.of(3_210),
                        OptionalLong.of(3_000),
                        OptionalLong.of(200),
                        OptionalLong.of(7),
                        OptionalLong.empty()));
    }

    @Test
    void addsNothingToPromptTokensWhichIncludeWhatWasCached() {
        assertThat(find("{\"usage\":{\"prompt_tokens\":3210,\"completion_tokens\":7,\"cache_read_input_tokens\":3000,"
                        + "\"cache_creation_input_tokens\":200,\"prompt_tokens_details\":{\"cached_tokens\":3000}}}"))
                .contains(new TokenUsage(
                        OptionalLong.of(3_210),
                        OptionalLong.of(3_000),
                        OptionalLong.of(200),
                        OptionalLong.of(7),
                        OptionalLong.empty()));
    }

    @Test
    void readsEmbeddings() {
        assertThat(find("{\"data\":[],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"))
                .contains(TokenUsage.of(OptionalLong.of(8), OptionalLong.empty(), OptionalLong.empty()));
    }

    @Test
    void readsTheNamesOfTheResponsesApi() {
        assertThat(
                        find(
                                "{\"response\":{\"usage\":{\"input_tokens\":5,\"input_tokens_details\":{\"cached_tokens\":2},\"output_tokens\":6}}}"))
                .contains(usage(5, 2, 6));
    }

    @Test
    void takesNothingFromWhatIsNotUsage() {
        assertThat(find("{\"choices\":[],\"usage\":null}")).isEmpty();
        assertThat(find("{\"choices\":[{\"usage\":\"text\"}]}")).isEmpty();
        assertThat(find("{\"usage\":{\"prompt_tokens\":\"12\"}}")).isEmpty();
        assertThat(find("{\"usage\":{\"prompt_tokens\":-1}}")).isEmpty();
        assertThat(find("{\"usage\":{\"prompt_tokens\":9000000000000000000}}")).isEmpty();
        assertThat(find("{\"usage\":{\"prompt_tokens\":12")).isEmpty();
        assertThat(find("{\"usage\"")).isEmpty();
        assertThat(find("")).isEmpty();
    }

    @Test
    void knowsAChunkWithoutChoices() {
        assertThat(noChoices("{\"a\":[1],\"choices\":[],\"usage\":{}}")).isTrue();
        assertThat(noChoices("{\"choices\":[{\"delta\":{\"choices\":[]}}],\"usage\":{}}"))
                .isFalse();
        assertThat(noChoices("{\"x\":{\"choices\":[]}}")).isFalse();
        assertThat(noChoices("{\"choices\":[")).isFalse();
        assertThat(noChoices("[DONE]")).isFalse();
    }

    @Test
    void theTapReadsTheSameWhateverThePieces() {
        String big = "{\"data\":[" + "0.123456,".repeat(5_000) + "1],\"usage\":null,\"usage\":"
                + CHAT.substring(CHAT.indexOf("{\"prompt_tokens\":"), CHAT.lastIndexOf(", \"x\"")) + ",\"tail\":\""
                + "y".repeat(40_000)
                + "\"}";
        byte[] bytes = big.getBytes(UTF_8);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            UsageTap tap = new UsageTap();
            for (int from = 0, to; from < bytes.length; from = to) {
                to = Math.min(bytes.length, from + 1 + random.nextInt(seed % 2 == 0 ? 7 : 20_000));
                tap.accept(Arrays.copyOfRange(bytes, from, to));
            }
            assertThat(tap.usage())
                    .as("seed %s", seed)
                    .isEqualTo(new TokenUsage(
                            OptionalLong.of(12),
                            OptionalLong.of(4),
                            OptionalLong.empty(),
                            OptionalLong.of(3),
                            OptionalLong.of(1)));
        }
    }

    private static TokenUsage usage(long input, long cached, long output) {
        return TokenUsage.of(OptionalLong.of(input), OptionalLong.of(cached), OptionalLong.of(output));
    }

    private static Optional<TokenUsage> find(String text) {
        return UsageReader.find(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length);
    }

    private static boolean noChoices(String text) {
        return UsageReader.hasNoChoices(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length);
    }

    @Test
    void soundAndImagesAreReadWhereverVendorsTellOfThem() {
        String chat =
                "{\"usage\":{\"prompt_tokens\":30,\"prompt_tokens_details\":{\"audio_tokens\":9,\"image_tokens\":4},\"completion_tokens\":20,\"completion_tokens_details\":{\"audio_tokens\":15,\"reasoning_tokens\":0}}}";
        assertThat(media(chat)).isEqualTo(new MediaUsage(some(9), some(15), some(4), none(), none()));
        String image =
                "{\"usage\":{\"input_tokens\":50,\"input_tokens_details\":{\"image_tokens\":40,\"text_tokens\":10},\"output_tokens\":50,\"output_tokens_details\":{\"image_tokens\":50,\"text_tokens\":0}}}";
        assertThat(media(image)).isEqualTo(new MediaUsage(none(), none(), some(40), some(50), none()));
        String transcript =
                "{\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"input_token_details\":{\"text_tokens\":4,\"audio_tokens\":10},\"output_tokens\":45}}";
        assertThat(media(transcript)).isEqualTo(new MediaUsage(some(10), none(), none(), none(), none()));
    }

    @Test
    void aDurationIsUsageOfItsOwn() {
        assertThat(media("{\"usage\":{\"type\":\"duration\",\"seconds\":7}}").audioMillis())
                .hasValue(7_000);
        assertThat(media("{\"usage\":{\"seconds\":0.4207}}").audioMillis()).hasValue(421);
        byte[] absurd = "{\"usage\":{\"seconds\":1e300}}".getBytes(UTF_8);
        assertThat(UsageReader.find(absurd, 0, absurd.length)).isEmpty();
    }

    private static MediaUsage media(String answer) {
        byte[] bytes = answer.getBytes(UTF_8);
        return UsageReader.find(bytes, 0, bytes.length).orElseThrow().media();
    }

    private static OptionalLong some(long count) {
        return OptionalLong.of(count);
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }
}
