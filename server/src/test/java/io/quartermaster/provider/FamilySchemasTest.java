package io.quartermaster.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.platform.http.FieldError;
import io.quartermaster.platform.http.Problem;
import io.quartermaster.platform.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What settings and options of each family may be. */
final class FamilySchemasTest {

    private static final long GREATEST_EXACT = 9_007_199_254_740_991L;

    @ParameterizedTest
    @EnumSource
    void case40_theUsualOptionsAreKnownToEveryFamilyAndUnknownOnesToNone(ProviderFamily family) {
        JsonNode usual = Json.tree("{\"temperature\":0.5,\"top_p\":0.9,\"max_tokens\":100,\"stop\":[\"END\"]}");
        assertThat(family.optionsSchema().check(usual, "options")).isEmpty();
        assertThat(family.optionsSchema().check(Json.tree("{\"telepathy\":1}"), "options"))
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("options.telepathy", "unknown"));
        assertThat(family.settingsSchema().check(Json.tree("{\"colour\":\"red\"}"), "settings"))
                .extracting(FieldError::field)
                .contains("settings.colour");
        assertThat(fields(family.optionsSchema().check(Json.tree("{\"stop\":7}"), "options")))
                .containsExactly("options.stop");
    }

    /** JavaScript reads greater ones as others: what a console shows and saves again would change them silently. */
    @ParameterizedTest
    @EnumSource
    void noIntegerIsBeyondWhatEveryClientReadsExactly(ProviderFamily family) {
        List<JsonNode> integers = family.optionsSchema()
                .json()
                .path("properties")
                .valueStream()
                .flatMap(property -> Stream.concat(Stream.of(property), Stream.of(property.path("items"))))
                .filter(property -> property.path("type").toString().contains("integer"))
                .toList();
        assertThat(integers).isNotEmpty().allSatisfy(integer -> {
            assertThat(integer.path("minimum").asLong(Long.MIN_VALUE)).isGreaterThanOrEqualTo(-GREATEST_EXACT);
            assertThat(integer.path("maximum").asLong(Long.MAX_VALUE)).isLessThanOrEqualTo(GREATEST_EXACT);
        });
        assertThat(fields(family.optionsSchema().check(Json.tree("{\"max_tokens\":9007199254740992}"), "options")))
                .containsExactly("options.max_tokens");
        assertThat(family.optionsSchema().check(Json.tree("{\"max_tokens\":9007199254740991}"), "options"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            BEDROCK | {}                                   | settings.region
            BEDROCK | {"region":7}                         | settings.region
            BEDROCK | {"region":"Frankfurt"}               | settings.region
            BEDROCK | {"region":"eu-central-1"}            |
            AZURE   | {"api_version":"yesterday"}          | settings.api_version
            AZURE   | {"deployments":{"gpt-4o":7}}         | settings.deployments.gpt-4o
            AZURE   | {"deployments":{"gpt-4o":"a/../b"}}  | settings.deployments.gpt-4o
            AZURE   | {"api_version":"2024-10-21","deployments":{"gpt-4o":"my-gpt"}} |
            GOOGLE  | {"location":"the moon"}              | settings.location
            GOOGLE  | {"project":"acme-prod","location":"europe-west4"} |
            OPENAI  | {"organization":"a b"}               | settings.organization
            OPENAI  | {"organization":"org-1","project":"proj_1"} |
            """)
    void wrongSettingsAreNamedByTheirField(ProviderFamily family, String settings, String field) {
        assertThat(fields(family.settingsSchema().check(Json.tree(settings), "settings")))
                .isEqualTo(field == null ? List.of() : List.of(field));
    }

    @Test
    void whatIsRequiredOfAValueIsA400WithoutTheValue() {
        assertThatThrownBy(() -> ProviderFamily.OPENAI
                        .optionsSchema()
                        .require(Json.tree("{\"temperature\":\"hot\"}"), "options"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.type().status()).isEqualTo(400);
                    assertThat(problem.detail()).isEqualTo("options.temperature must be a number.");
                });
    }

    private static List<String> fields(List<FieldError> errors) {
        return errors.stream().map(FieldError::field).distinct().toList();
    }
}
