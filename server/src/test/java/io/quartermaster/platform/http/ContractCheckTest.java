package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractCheckTest {

    private static final String KEY = """
            {"id":"0198c5b2-0000-7000-8000-000000000001","name":"n","role":"member","allowed_models":[],"expires_at":null,
             "user_id":null,"purpose":"calls","last_four":"abcd","previous_expires_at":null,"last_used_at":null,"version":1,"created_at":"2026-01-31T12:00:00Z","created_by":"operator",
             "updated_at":"2026-01-31T12:00:00.123456Z","updated_by":"operator"}""";

    private final ContractCheck check = new ContractCheck(Contract.admin());

    @Test
    void anAnswerThatKeepsTheContractHasNoViolations() {
        assertThat(violations("readApiKey", 200, KEY)).isEmpty();
        assertThat(violations("createApiKey", 201, KEY.replace("\"id\"", "\"key\":\"qm_x\",\"id\"")))
                .isEmpty();
        assertThat(check.violations("deleteApiKey", 204, Optional.empty(), "")).isEmpty();
    }

    @Test
    void whatTheContractDoesNotPromiseIsFound() {
        assertThat(violations("readApiKey", 200, KEY.replace("\"id\"", "\"key\":\"qm_x\",\"id\"")))
                .containsExactly("readApiKey 200: key is not known here (unknown)");
        assertThat(violations("readApiKey", 200, KEY.replace("\"last_four\":\"abcd\",", "")))
                .containsExactly("readApiKey 200: last_four is required (required)");
        assertThat(violations("readApiKey", 200, KEY.replace("\"version\":1", "\"version\":\"1\"")))
                .containsExactly("readApiKey 200: version must be a whole number (type)");
        assertThat(violations("readApiKey", 201, KEY)).containsExactly("readApiKey 201 is not declared");
        assertThat(violations("readApiKey", 200, "x"))
                .singleElement()
                .asString()
                .startsWith("readApiKey 200 is not JSON");
        assertThat(check.violations("readApiKey", 200, Optional.of("text/html"), KEY))
                .hasSize(1);
        assertThat(check.violations("deleteApiKey", 204, Optional.empty(), "{}"))
                .hasSize(1);
        assertThat(check.violations("nothing", 200, Optional.empty(), "")).hasSize(1);
    }

    @Test
    void aProblemIsCheckedLikeAnyAnswer() {
        String problem = Failures.ofStatus(404).detail();
        String id = "0198c5b2-0000-7000-8000-000000000001";
        String document = io.quartermaster.platform.json.Json.text(
                Failures.document(Failures.ofStatus(404), id).body().orElseThrow());
        assertThat(problem).isNotEmpty();
        assertThat(check.violations("readTenant", 404, Optional.of("application/problem+json"), document))
                .isEmpty();
        assertThat(check.violations("readTenant", 403, Optional.of("application/problem+json"), document))
                .containsExactly("readTenant 403: the problem says status 404");
        assertThat(check.violations("readTenant", 404, Optional.of("application/json"), document))
                .hasSize(1);
    }

    @Test
    void anOperationIsFoundByItsRequest() {
        assertThat(check.find("GET", "/api/v1/tenants/acme/models?limit=1").map(ContractOperation::id))
                .contains("listModels");
        assertThat(check.find("PUT", "/api/v1/tenants/acme/default-models/llm").map(ContractOperation::id))
                .contains("setDefaultModel");
        assertThat(List.of(check.find("PUT", "/api/v1/tenants"), check.find("GET", "/api/v1/x")))
                .allMatch(Optional::isEmpty);
    }

    private List<String> violations(String operation, int status, String body) {
        return check.violations(operation, status, Optional.of("application/json"), body);
    }
}
