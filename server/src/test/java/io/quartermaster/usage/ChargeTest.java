package io.quartermaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.model.ModelPricing;
import io.quartermaster.model.Price;
import io.quartermaster.model.Prices;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChargeTest {

    /** Tokens: input (with cached and written), cached, written, output (with reasoning), reasoning; "-" is unknown or no price. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            OpenAI chat                                 | 11 - - 5 -           | 2.50 10.00 - - - -            | 78
            OpenAI with cached input                    | 2006 1920 - 300 -    | 2.50 10.00 1.25 - - -         | 5615
            OpenAI with reasoning, priced as output     | 75 0 - 1186 1024     | 2.00 8.00 0.50 - - -          | 9638
            reasoning at a price of its own             | 100 - - 1000 600     | 1 2 - - 3 -                   | 2700
            Anthropic with a cache written and read     | 3210 3000 200 7 -    | 3.00 15.00 0.30 3.75 - -      | 1785
            cached input without a price of its own     | 3210 3000 200 7 -    | 3 15 - - - -                  | 9735
            an embedding                                | 8 - - - -            | 0.02 0 - - - -                | 1
            exact where a double is not                 | 3 - - - -            | 0.1 0 - - - -                 | 1
            ten tokens of a tenth are one micro         | 10 - - - -           | 0.1 0 - - - -                 | 1
            rounded up once and not by part             | 1 - - 1 -            | 0.4 0.4 - - - -               | 1
            the least that there is                     | 1 - - 0 -            | 0.000000000001 0 - - - -      | 1
            a fee for the request                       | 10 - - 10 -          | 0 0 - - - 0.005               | 5000
            a fee and tokens                            | 10 - - 10 -          | 1 2 - - - 0.0000001           | 31
            free                                        | 1000 - - 1000 -      | 0 0 - - - -                   | 0
            more cached than there was input            | 10 50 - 1 -          | 100 1 1 - - -                 | 51
            more reasoning than output                  | 0 - - 5 9            | 1 2 - - 3 -                   | 27
            more than a number holds                    | 1099511627776 - - 1099511627776 - | 999999999 999999999 - - - - | 9223372036854775807
            """)
    void costsWhatItCosts(String what, String tokens, String prices, long micros) {
        assertThat(Charge.costMicros(prices(prices), tokens(tokens), true))
                .as(what)
                .isEqualTo(micros);
    }

    /** Media: tokens of sound in and out, of images in and out, milliseconds, images, characters; prices in the order of the record. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sound heard and spoken, gpt-audio           | 100 - - 300 - | 60 250 - - - - -      | 2.50 10 - - - - 32 64 - - - - -        | 18520
            sound without a price of its own            | 100 - - 300 - | 60 250 - - - - -      | 2.50 10 - - - - - - - - - - -          | 3250
            a transcript by tokens                      | 14 - - 45 -   | 10 - - - - - -        | 2.50 10 - - - - 6 - - - - - -          | 520
            Whisper's seconds                           | - - - - -     | - - - - 7000 - -      | 0 0 - - - - - - - - 0.0001 - -         | 700
            a part of a second                          | - - - - -     | - - - - 421 - -       | 0 0 - - - - - - - - 0.0001 - -         | 43
            images by tokens, gpt-image-1               | 50 - - 4160 - | - - 40 4160 - 1 -     | 5 40 - - - - - - 10 40 - - -           | 166850
            images each                                 | - - - - -     | - - - - - 3 -         | 0 0 - - - - - - - - - 0.04 -           | 120000
            characters spoken                           | - - - - -     | - - - - - - 1001      | 0 0 - - - - - - - - - - 15             | 15015
            characters of a third of a micro, once up   | - - - - -     | - - - - - - 10        | 0 0 - - - - - - - - - - 0.333          | 4
            more sound than input                       | 5 - - 1 -     | 9 - - - - - -         | 1 2 - - - - 3 - - - - - -              | 29
            units without a price beside tokens         | 10 - - 10 -   | - - - - 7000 2 5      | 1 2 - - - - - - - - - - -              | 30
            """)
    void soundAndImagesCostWhatTheyCost(String what, String tokens, String media, String prices, long micros) {
        Tokens counted = tokens(tokens).with(media(media));

        assertThat(Charge.of(tenants(prices), counted, true).costMicros())
                .as(what)
                .hasValue(micros);
        Media units = counted.media();
        assertThat(Charge.atMost(
                                tenants(prices),
                                counted.input().orElse(0),
                                counted.output().orElse(0),
                                units)
                        .orElseThrow())
                .as("what is reserved for %s", what)
                .isGreaterThanOrEqualTo(what.startsWith("more") ? 0 : micros);
    }

    @Test
    void unitsThatNothingPricesAreNotFree() { // case 28
        Tokens seconds = Tokens.NONE.with(media("- - - - 7000 - -"));

        assertThat(Charge.of(tenants("1 2 - - - - - - - - - - -"), seconds, true)
                        .costMicros())
                .isEmpty();
        assertThat(Charge.of(tenants("1 2 - - - 0.5 - - - - - - -"), seconds, true)
                        .costMicros())
                .hasValue(500_000);
        assertThat(Charge.of(tenants("1 2 - - - - - - - - - - -"), seconds, false)
                        .costMicros())
                .as("it came to nothing")
                .hasValue(0);
    }

    @Test
    void aModelWithoutAPriceIsNotFree() { // case 28
        Tokens tokens = tokens("10 - - 10 -");

        assertThat(Charge.of(ModelPricing.NONE, tokens, true).costMicros()).isEmpty();
        assertThat(Charge.of(tenants("0 0 - - - -"), tokens, true).costMicros()).hasValue(0);
    }

    @Test
    void aCallThatCameToNothingCostsNothing() {
        assertThat(Charge.of(tenants("1 1 - - - 1"), Tokens.NONE, false).costMicros())
                .hasValue(0);
        assertThat(Charge.of(ModelPricing.NONE, Tokens.NONE, false).costMicros())
                .hasValue(0);
        assertThat(Charge.of(tenants("1 1 - - - 1"), tokens("10 - - - -"), false)
                        .costMicros())
                .hasValue(10);
    }

    @Test
    void theChargeTellsWhosePriceItWas() {
        assertThat(Charge.of(tenants("1 1 - - - -"), tokens("1 - - 1 -"), true))
                .isEqualTo(new Charge(OptionalLong.of(2), ModelPricing.Source.TENANT, OptionalLong.of(7)));
    }

    private static ModelPricing tenants(String prices) {
        return new ModelPricing(ModelPricing.Source.TENANT, OptionalLong.of(7), Optional.of(prices(prices)));
    }

    private static Prices prices(String text) {
        String[] words = text.split(" ", -1);
        return new Prices(
                new Price(words[0]),
                new Price(words[1]),
                price(words[2]),
                price(words[3]),
                price(words[4]),
                price(words[5]),
                price(words, 6),
                price(words, 7),
                price(words, 8),
                price(words, 9),
                price(words, 10),
                price(words, 11),
                price(words, 12));
    }

    private static Optional<Price> price(String[] words, int at) {
        return words.length > at ? price(words[at]) : Optional.empty();
    }

    private static Media media(String text) {
        String[] words = text.split(" ", -1);
        return new Media(
                count(words[0]),
                count(words[1]),
                count(words[2]),
                count(words[3]),
                count(words[4]),
                count(words[5]),
                count(words[6]));
    }

    private static Optional<Price> price(String word) {
        return word.equals("-") ? Optional.empty() : Optional.of(new Price(word));
    }

    private static Tokens tokens(String text) {
        String[] words = text.split(" ", -1);
        return Tokens.ofText(
                count(words[0]), count(words[1]), count(words[2]), count(words[3]), count(words[4]), false);
    }

    private static OptionalLong count(String word) {
        return word.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word));
    }
}
