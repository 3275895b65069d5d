package io.quartermaster.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.platform.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonTest {

    private static final TenantId ID = new TenantId(UUID.fromString("0198c5b2-0000-7000-8000-000000000001"));

    record Everything(
            TenantId tenantId,
            Optional<TenantId> otherId,
            Instant createdAt,
            Optional<String> displayName,
            OptionalLong tokenCount,
            List<TenantId> tenantIds) {}

    private static final String EVERYTHING = """
            {"tenant_id":"0198c5b2-0000-7000-8000-000000000001","other_id":null,"created_at":"2026-01-31T12:00:00Z",\
            "display_name":null,"token_count":null,"tenant_ids":["0198c5b2-0000-7000-8000-000000000001"]}""";

    private static final Everything VALUE = new Everything(
            ID,
            Optional.empty(),
            Instant.parse("2026-01-31T12:00:00Z"),
            Optional.empty(),
            OptionalLong.empty(),
            List.of(ID));

    @Test
    void recordsAreWrittenInSnakeCaseWithTheirNulls() {
        assertThat(Json.text(VALUE)).isEqualTo(EVERYTHING);
    }

    @Test
    void andReadBack() {
        assertThat(Json.read(EVERYTHING, Everything.class)).isEqualTo(VALUE);
        assertThat(Json.read(
                                "{\"tenant_id\":\"0198c5b2-0000-7000-8000-000000000001\",\"created_at\":\"2026-01-31T12:00:00Z\",\"tenant_ids\":[]}",
                                Everything.class)
                        .otherId())
                .isEmpty();
    }

    record Text(String value) {}

    record Pair(String value, int other) {}

    @Test
    void onlyARecordOfOneValueIsThatValue() {
        assertThat(Json.text(List.of(new Text("x")))).isEqualTo("[\"x\"]");
        assertThat(Json.text(new Pair("x", 1))).isEqualTo("{\"value\":\"x\",\"other\":1}");
        assertThat(Json.read("\"x\"", Text.class)).isEqualTo(new Text("x"));
    }

    record Wrapped(boolean done, @JsonUnwrapped Inner inner) {}

    record Inner(int innerCount) {}

    @Test
    void recordsCanBeFlattened() {
        assertThat(Json.text(new Wrapped(true, new Inner(1)))).isEqualTo("{\"done\":true,\"inner_count\":1}");
    }

    record WithSecret(Optional<Sensitive> apiKey) {}

    @Test
    void secretsAreReadButNeverWritten() {
        WithSecret read = Json.read("{\"api_key\":\"canary\"}", WithSecret.class);
        assertThat(read.apiKey().map(Sensitive::reveal)).contains("canary");
        assertThat(Json.text(read)).isEqualTo("{\"api_key\":\"[secret]\"}");
        assertThat(Json.read("{\"api_key\":null}", WithSecret.class).apiKey()).isEmpty();
        assertThatThrownBy(() -> Json.read("{\"api_key\":[\"canary\"]}", WithSecret.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"done\":true,\"done\":false}", "{\"zzz\":1}", "{} {}", "{\"done\":null}", ""})
    void inputIsReadStrictly(String json) {
        assertThatThrownBy(() -> Json.read(json, Wrapped.class)).isInstanceOf(JacksonException.class);
    }
}
