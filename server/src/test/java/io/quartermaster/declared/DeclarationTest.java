package io.quartermaster.declared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A file's mistakes are named by their place, and none of its texts that could be a secret is repeated. */
final class DeclarationTest {

    @Test
    void everyMistakeIsNamedByItsPlace() {
        assertThat(problems("""
                        quartermaster: 1
                        tenants:
                          - slug: acme
                            name: Acme
                            colour: red
                            providers:
                              - {name: main, family: openai}
                              - {name: "", family: nobody, priority: high}
                            models:
                              - {family: openai, model: m, model_type: llm, prices: {input: 2.5, output: "1"}}
                        """))
                .anyMatch(problem -> problem.startsWith("tenants[0].colour: "))
                .anyMatch(problem -> problem.startsWith("tenants[0].providers[1].name: "))
                .anyMatch(problem -> problem.startsWith("tenants[0].providers[1].family: "))
                .anyMatch(problem -> problem.startsWith("tenants[0].providers[1].priority: "))
                .anyMatch(problem -> problem.startsWith("tenants[0].models[0].prices.input: "));
    }

    @Test
    void aSecretInTheFileIsRefusedAndNotRepeated() {
        assertThat(problems("""
                        quartermaster: 1
                        tenants:
                          - slug: acme
                            name: Acme
                            providers:
                              - {name: main, family: openai, api_key: sk-canary}
                              - {name: cloud, family: bedrock, credential: {secret: sk-canary}}
                        """))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("tenants[0].providers[0].api_key: a secret is never written"))
                .noneMatch(problem -> problem.contains("canary"));
    }

    @Test
    void oneNameTwiceIsRefused() {
        assertThat(problems("""
                        quartermaster: 1
                        tenants:
                          - slug: acme
                            name: Acme
                            members:
                              - {email: Ann@example.org, display_name: Ann, role: admin}
                              - {email: ann@example.org, display_name: Ann, role: admin}
                            providers:
                              - {name: main, family: openai}
                              - {name: main, shared: House}
                          - {slug: acme, name: Again}
                        """))
                .containsExactlyInAnyOrder(
                        "tenants[1].slug: acme is there twice.",
                        "tenants[0].members[1].email: ann@example.org is there twice.",
                        "tenants[0].providers[1].name: main is there twice.");
    }

    @Test
    void aliasesSaveTypingAndCannotUnfoldWithoutEnd() {
        Declaration read = Declaration.parse("""
                quartermaster: 1
                tenants:
                  - slug: one
                    name: One
                    providers: &all
                      - {name: local, family: ollama}
                  - {slug: two, name: Two, providers: *all}
                """);
        assertThat(read.tenants().path(1).path("providers").path(0).path("name").asString())
                .isEqualTo("local");

        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int level = 1; level < 12; level++) {
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(
                            level, level, "*a%d,*a%d,*a%d,*a%d".formatted(level - 1, level - 1, level - 1, level - 1)));
        }
        assertThat(problems("quartermaster: 1\n" + bomb))
                .singleElement()
                .asString()
                .contains("too much");
        assertThat(problems("quartermaster: 1\na: &a [*a]\n")).isNotEmpty();
        assertThat(problems("[".repeat(5000))).isNotEmpty();
    }

    @Test
    void whatIsNoYamlIsNamedByItsLine() {
        assertThat(problems("quartermaster: 1\ntenants: [sk-canary\n"))
                .singleElement()
                .asString()
                .contains("line 3")
                .doesNotContain("canary");
        assertThat(problems("quartermaster: 1\nquartermaster: 1\n")).isNotEmpty();
        assertThat(problems("")).singleElement().asString().contains("quartermaster: 1");
        assertThat(problems("quartermaster: 2")).isNotEmpty();
    }

    private static List<String> problems(String yaml) {
        try {
            Declaration.parse(yaml);
        } catch (CannotApply refused) {
            return refused.problems();
        }
        throw new AssertionError("It was accepted");
    }
}
