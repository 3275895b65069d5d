package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

/** The database itself refuses what may never be; the stores map the names of these constraints to outcomes. */
final class FoundationTest {
    private static final TenantRows OURS =
            new TenantRows(UUID.fromString("019a0000-0000-7000-8000-00000000000a"), "ours");
    private static final TenantRows THEIRS =
            new TenantRows(UUID.fromString("019a0000-0000-7000-8000-00000000000b"), "theirs");

    private static ScratchDatabase database;
    private static Connection server;

    @BeforeAll
    static void insertRows() throws SQLException {
        database = ScratchDatabase.migrated();
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement()) {
            OURS.insert(owner);
            THEIRS.insert(owner);
            // A second provider and a second model, which the other tenant alone has.
            statement.execute("delete from model_fallbacks; delete from user_keys;"
                    + " delete from model_configs where alias is null; update default_models set model_config_id = null where tenant_id = '"
                    + THEIRS.tenant()
                    + "';"
                    + " update model_configs set id = gen_random_uuid(), provider_id = null where tenant_id = '"
                    + THEIRS.tenant() + "'; update provider_configs set id = gen_random_uuid() where tenant_id = '"
                    + THEIRS.tenant() + "'");
        }
        server = database.asServer();
        server.setAutoCommit(false);
    }

    @AfterAll
    static void drop() throws SQLException {
        server.close();
        database.close();
    }

    @BeforeEach
    void becomeATenant() throws SQLException {
        run("set local app.tenant_id = '" + OURS.tenant() + "'");
    }

    @AfterEach
    void takeBack() throws SQLException {
        server.rollback();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a default is a live model of the tenant and of the type
                "update default_models set model_type = 'rerank' | default_models_live_model",
                "update default_models set model_config_id = '$foreign_model' | default_models_live_model",
                "update default_models set model_config_id = gen_random_uuid() | default_models_live_model",
                "update model_configs set enabled = false | default_models_live_model",
                "update model_configs set deleted_at = now(), deleted_by = 'me' | default_models_live_model",
                "update model_configs set model_type = 'tts' | default_models_live_model",
                "update default_models set model_config_id = null, source = 'elected' | default_models_only_a_pin_is_empty",
                "update default_models set source = 'unset' | default_models_source",
                // a live model is bound to a provider of the tenant and of its family
                "update model_configs set provider_id = '$foreign_provider' | model_configs_bound_provider",
                "update model_configs set family = 'ollama' | model_configs_bound_provider",
                "delete from provider_configs | model_configs_bound_provider",
                "update provider_configs set family = 'ollama' | model_configs_bound_provider",
                "update model_configs set model_type = 'embeddings' | model_configs_model_type",
                "update model_configs set model = '' | model_configs_model_length",
                "update model_configs set alias = '' | model_configs_alias_length",
                "update model_configs set alias = 'default' | model_configs_alias_is_not_reserved",
                "update model_configs set alias = '019A0000-0000-7000-8000-000000000001' | model_configs_alias_is_no_id",
                "update model_configs set context_limit = 0 | model_configs_context_limit",
                "update model_configs set compression_threshold = 101 | model_configs_compression_threshold",
                "update model_configs set deleted_at = now() | model_configs_deletion_is_whole",
                "$copy_of_model | model_configs_alias",
                // a provider's policy can serve somebody
                "update provider_configs set central_key_enabled = false | provider_configs_policy_has_a_source",
                "update provider_configs set central_key_fallback = true | provider_configs_policy_fallback_needs_both",
                "update provider_configs set user_key_allowed = true, central_key_enabled = false, central_key_fallback = true"
                        + " | provider_configs_policy_fallback_needs_both",
                "update provider_configs set api_key_sealed = '\\x00', credential_kind = 'api_key' | provider_configs_key_is_whole",
                "update provider_configs set credential_kind = 'api_key' | provider_configs_credential_is_whole",
                "update provider_configs set api_key_last_four = 'abcd' | provider_configs_key_is_whole",
                "update provider_configs set api_key_sealed = '\\x00', api_key_last_four = 'abcd', api_key_fingerprint = 'f',"
                        + " credential_kind = 'api_key', api_key_data_key_id = gen_random_uuid() | provider_configs_data_key",
                "update provider_configs set priority = -1 | provider_configs_priority",
                "update provider_configs set name = '' | provider_configs_name_length",
                "$copy_of_provider | provider_configs_name",
                "update api_keys set role = 'root' | api_keys_role",
                "update tenants set status = 'gone' where slug = 'ours' | tenants_status",
                "update tenants set slug = 'theirs' where slug = 'ours' | tenants_slug",
                "update tenants set slug = 'Ours' where slug = 'ours' | tenants_slug_shape",
                "update tenants set slug = '-ours' where slug = 'ours' | tenants_slug_shape",
                "update tenants set slug = '019a0000-0000-7000-8000-000000000001' where slug = 'ours' | tenants_slug_is_no_id",
                "$copy_of_audit_event | audit_events_one_per_change",
                "update deployment_versions set name = 'another' | deployment_versions_one_row",
                "insert into api_key_lookup values ('\\x00', gen_random_uuid(), gen_random_uuid())"
                        + " | api_key_lookup_key_hash_is_sha256",
                "insert into operator_keys values (gen_random_uuid(), '\\x00', 'abcd', now())"
                        + " | operator_keys_key_hash_is_sha256",
            })
    void whatMayNotBeIsRefusedByName(String change, String constraint) {
        assertThatThrownBy(() -> run(change.replace("$foreign_model", foreign("model_configs"))
                        .replace("$foreign_provider", foreign("provider_configs"))
                        .replace("$copy_of_model", copyOfModel("main"))
                        .replace("$copy_of_provider", COPY_OF_PROVIDER)
                        .replace("$copy_of_audit_event", COPY_OF_AUDIT_EVENT)))
                .isInstanceOfSatisfying(
                        PSQLException.class,
                        refused -> assertThat(Objects.requireNonNull(refused.getServerErrorMessage())
                                        .getConstraint())
                                .isEqualTo(constraint));
    }

    private static final String COPY_OF_PROVIDER =
            "insert into provider_configs (tenant_id, id, family, name, central_key_enabled, user_key_allowed,"
                    + " central_key_fallback, enabled, priority, version, created_at, created_by, updated_at, updated_by)"
                    + " select tenant_id, gen_random_uuid(), family, name, central_key_enabled, user_key_allowed,"
                    + " central_key_fallback, enabled, priority, version, created_at, created_by, updated_at, updated_by"
                    + " from provider_configs";

    private static final String COPY_OF_AUDIT_EVENT = "insert into audit_events select tenant_id, gen_random_uuid(),"
            + " config_version, occurred_at, actor_kind, actor, action, subject_kind, subject_id, before, after,"
            + " consequences, request_id from audit_events";

    private static String copyOfModel(String alias) {
        return "insert into model_configs (tenant_id, id, model_type, family, model, alias, compression_threshold, enabled,"
                + " version, created_at, created_by, updated_at, updated_by) select tenant_id, gen_random_uuid(), model_type,"
                + " family, model, '" + alias
                + "', compression_threshold, enabled, version, created_at, created_by, updated_at,"
                + " updated_by from model_configs";
    }

    @Test
    void disablingAModelAndChoosingAnotherDefaultGoTogetherInOneTransaction() throws SQLException {
        run(copyOfModel("second"));
        run("update default_models set model_config_id = (select id from model_configs where alias = 'second')");
        run("update model_configs set enabled = false where alias = 'main'");
        run("update default_models set model_config_id = null, source = 'pinned'");
        assertThatThrownBy(() -> run("update default_models set model_config_id ="
                        + " (select id from model_configs where alias = 'main')"))
                .hasMessageContaining("default_models_live_model");
    }

    @Test
    void aTombstoneFreesItsAliasAndLetsItsProviderGoButRemembersIt() throws SQLException {
        run("delete from default_models");
        run("update model_configs set deleted_at = now(), deleted_by = 'me'");
        run(copyOfModel("main"));
        run("delete from provider_configs");
        try (Statement statement = server.createStatement();
                var row = statement.executeQuery(
                        "select provider_id is not null, bound_provider_id is null, live from model_configs"
                                + " where deleted_at is not null")) {
            row.next();
            assertThat(row.getBoolean(1)).isTrue();
            assertThat(row.getBoolean(2)).isTrue();
            assertThat(row.getBoolean(3)).isFalse();
        }
    }

    @Test
    void aDisabledModelKeepsItsAlias() throws SQLException {
        run("delete from default_models");
        run("update model_configs set enabled = false");
        assertThatThrownBy(() -> run(copyOfModel("main"))).hasMessageContaining("model_configs_alias");
    }

    private static String foreign(String table) throws SQLException {
        try (Connection owner = database.asOwner();
                Statement statement = owner.createStatement();
                var row = statement.executeQuery(
                        "select id from " + table + " where tenant_id = '" + THEIRS.tenant() + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Statement statement = server.createStatement()) {
            statement.execute(sql);
        }
    }
}
