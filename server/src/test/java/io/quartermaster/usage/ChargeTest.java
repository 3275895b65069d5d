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
                price(words[5]));
    }

    private static Optional<Price> price(String word) {
        return word.equals("-") ? Optional.empty() : Optional.of(new Price(word));
    }

    private static Tokens tokens(String text) {
        String[] words = text.split(" ", -1);
        return new Tokens(count(words[0]), count(words[1]), count(words[2]), count(words[3]), count(words[4]), false);
    }

    private static OptionalLong count(String word) {
        return word.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(word));
    }
}
