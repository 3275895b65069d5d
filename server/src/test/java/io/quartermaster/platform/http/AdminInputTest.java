package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.json.Json;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real contract says of bodies, where resources rely on it. */
class AdminInputTest {

    private final Contract contract = Contract.admin();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            createTenant    | {"slug":"acme","name":"Acme"}                            | ``
            createTenant    | {"slug":"a","name":"x","deployment_key_families":["openai"]} | ``
            createTenant    | {"slug":"Acme","name":"x"}      | slug must be lower-case letters, digits and hyphens, and begin and end with a letter or digit
            createTenant    | {"slug":"a-","name":"x"}        | slug must be lower-case letters, digits and hyphens, and begin and end with a letter or digit
            createTenant    | {"slug":"a\\nb","name":"x"}     | slug must be lower-case letters, digits and hyphens, and begin and end with a letter or digit
            createTenant    | {"slug":"a\\n","name":"x"}      | slug must be lower-case letters, digits and hyphens, and begin and end with a letter or digit
            createTenant    | {"slug":"","name":"x"}          | slug must not be empty
            createTenant    | {"slug":"a","name":"  "}        | name must not be blank
            createTenant    | {"slug":"a","name":"x","status":"active"} | status is not known here
            createTenant    | {"slug":"a","name":"x","deployment_key_families":["x"]} | deployment_key_families[0] must be one of openai, anthropic, azure, bedrock, google, openai-compatible, openrouter, vercel, cohere, ollama
            changeTenant    | {"status":"archived"}           | status must be one of active, suspended
            changeTenant    | {"name":null}                   | name must be a string
            changeTenant    | {}                              | ``
            createApiKey    | {"name":"k","role":"operator"}  | role must be one of viewer, member, editor, admin, owner
            createApiKey    | {"name":"k","expires_at":"2026-01-31T12:00:00Z","role":"owner"} | ``
            createApiKey    | {"name":"k","expires_at":"2026-01-31T12:00:00.123456+05:30"} | ``
            createApiKey    | {"name":"k","expires_at":null}  | ``
            createApiKey    | {"name":"k","expires_at":"2026-12-31T23:59:60Z"} | expires_at must be a time such as 2026-01-31T12:00:00Z
            createApiKey    | {"name":"k","expires_at":"2026-02-30T12:00:00Z"} | expires_at must be a time such as 2026-01-31T12:00:00Z
            createApiKey    | {"name":"k","expires_at":"2026-01-31T12:00:00+23:00"} | expires_at must be a time such as 2026-01-31T12:00:00Z
            createApiKey    | {"name":"k","expires_at":"2026-01-31"} | expires_at must be a time such as 2026-01-31T12:00:00Z
            createApiKey    | {"name":"k","allowed_models":["a","a"]} | allowed_models must not list anything twice
            createProvider  | {"family":"openai","name":"x","api_key":null,"base_url":null} | ``
            createProvider  | {"family":"nope","name":"x"}    | family must be one of openai, anthropic, azure, bedrock, google, openai-compatible, openrouter, vercel, cohere, ollama
            createProvider  | {"family":"openai","name":"x","api_key":{"a":1}} | api_key must be a string or null
            createProvider  | {"family":"openai","name":"x","priority":10001}  | priority must be at most 10000
            createProvider  | {"family":"openai","name":"x","priority":-1}     | priority must be at least 0
            changeProvider  | {"family":"openai"}             | family is not known here
            createModel     | {"family":"openai","model":"gpt-4o","model_type":"text-generation"} | ``
            createModel     | {"family":"openai","model":"gpt-4o","model_type":"llm","context_limit":0} | context_limit must be at least 1
            createModel     | {"family":"openai","model":"gpt-4o","model_type":"llm","context_limit":2147483648} | context_limit must be at most 2147483647
            createModel     | {"family":"openai","model":"gpt-4o","model_type":"llm","compression_threshold":101} | compression_threshold must be at most 100
            createModel     | {"family":"openai","model":"gpt-4o","model_type":"llm","provider_id":"x"} | provider_id must be the id of a provider config, or null for any of the family
            changeModel     | {"alias":"","provider_id":null,"context_limit":null} | ``
            setDefaultModel | {}                              | model_id is required
            setDefaultModel | {"model_id":null}               | ``
            setDefaultModels | {"default_models":[{"model_type":"llm","model_id":"x"}]} | default_models[0].model_id must be the id of a model config, or null for none
            setDefaultModels | {"default_models":[]}          | default_models must have at least 1 entry
            """)
    void aBodyIsAcceptedOrRefusedWithItsField(String operation, String body, String message) {
        OperationShape shape = contract.shapes().stream()
                .filter(each -> each.operation().id().equals(operation))
                .findFirst()
                .orElseThrow();
        ContractSchema schema = shape.body().orElseThrow().byMediaType().get("application/json");
        assertThat(schema).isNotNull();
        List<String> messages = schema == null
                ? List.of()
                : schema.check(Json.tree(body), "").stream()
                        .map(error -> error.field() + " " + error.message())
                        .toList();
        assertThat(messages).isEqualTo(message.isEmpty() ? List.of() : List.of(message));
    }
}
