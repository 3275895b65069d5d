package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContractReaderTest {

    @Test
    void everyContradictionOfAContractIsNamed() {
        String yaml = """
                openapi: 3.1.0
                paths:
                  /a/{id}:
                    get: { operationId: a, x-permission: p }
                  /b:
                    get: { x-permission: p }
                    put: { operationId: c }
                    post: { operationId: d, x-permission: p, security: [] }
                    delete: { operationId: e, x-permission: p, parameters: [{ name: q, in: cookie, schema: { type: string } }] }
                    patch: { operationId: e, x-permission: p, parameters: [{ name: q, in: query, schema: { type: array } }] }
                """;
        assertThatThrownBy(() -> Contract.parse(yaml))
                .hasMessageContaining("GET /a/{id} has path parameters [id] but declares []")
                .hasMessageContaining("GET /b has no operationId")
                .hasMessageContaining("PUT /b must say either x-permission or security: []")
                .hasMessageContaining("POST /b must say either x-permission or security: []")
                .hasMessageContaining("DELETE /b has parameter 'q' of a place or type")
                .hasMessageContaining("PATCH /b has parameter 'q' of a place or type")
                .hasMessageContaining("operationId e is used twice");
    }

    @Test
    void referencesThatLeadNowhereAreNamed() {
        assertThatThrownBy(
                        () -> Contract.parse(
                                "{openapi: 3.1.0, paths: {/a: {get: {operationId: a, x-permission: p, parameters: [{$ref: '#/components/x'}]}}}}"))
                .hasMessageContaining("#/components/x");
        assertThatThrownBy(
                        () -> Contract.parse(
                                "{openapi: 3.1.0, paths: {/a: {get: {operationId: a, x-permission: p, parameters: [{$ref: 'other.yaml#/x'}]}}}}"))
                .hasMessageContaining("outside of the file");
    }

    @Test
    void aContractThatSaysSomethingTwiceIsRefused() {
        assertThatThrownBy(() -> Contract.parse("{openapi: 3.1.0, paths: {/a: {}, /a: {}}}"))
                .hasMessageContaining("/a");
    }

    @Test
    void anEmptyContractIsRefused() {
        assertThatThrownBy(() -> Contract.parse("{openapi: 3.1.0}")).hasMessageContaining("no operations");
    }
}
