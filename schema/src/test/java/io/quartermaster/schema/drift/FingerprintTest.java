package io.quartermaster.schema.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.MigratedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FingerprintTest {

    private static MigratedDatabase database;
    private static Connection owner;

    @BeforeAll
    static void make() throws SQLException {
        database = MigratedDatabase.make();
        owner = database.owner();
        owner.setAutoCommit(false);
    }

    @AfterAll
    static void drop() throws SQLException {
        owner.close();
        database.close();
    }

    @AfterEach
    void rollBack() throws SQLException {
        owner.rollback();
    }

    @Test
    void nothingIsFoundInWhatTheMigrationsMade() throws SQLException {
        assertThat(Fingerprint.compare(owner)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "drop table rate_limits cascade                                            | BLOCKING | table_missing table public.rate_limits",
                "alter table tenants drop column name                                      | BLOCKING | column_missing column public.tenants.name, constraint_missing constraint public.tenants.tenants_name_length",
                "alter table budgets alter column version type integer                     | BLOCKING | column_changed column public.budgets.version",
                "alter table tenants alter column slug drop not null                       | BLOCKING | column_changed column public.tenants.slug",
                "alter table tenants drop constraint tenants_status                        | BLOCKING | constraint_missing constraint public.tenants.tenants_status",
                "drop index model_configs_alias                                            | BLOCKING | unique_index_missing unique index public.model_configs.model_configs_alias",
                "drop index model_configs_listed                                           | WARNING  | index_missing index public.model_configs.model_configs_listed",
                "alter policy api_keys_tenant on api_keys using (true)                     | BLOCKING | policy_changed policy public.api_keys.api_keys_tenant",
                "create policy api_keys_more on api_keys using (true)                      | BLOCKING | policy_unexpected policy public.api_keys.api_keys_more",
                "alter table api_keys disable row level security                           | BLOCKING | row_level_security_missing row level security public.api_keys",
                "alter table api_keys force row level security                             | BLOCKING | row_level_security_changed row level security public.api_keys",
                "alter table api_keys add column more text                                 | WARNING  | column_unexpected column public.api_keys.more",
                "alter table api_keys add column more text not null default 'x'            | WARNING  | column_unexpected column public.api_keys.more",
                "alter table api_keys add column more text not null                        | BLOCKING | column_unexpected column public.api_keys.more",
                "create table more (id integer primary key)                                | WARNING  | table_unexpected table public.more",
                "alter table usage_events add constraint usage_events_more check (status > 0) | WARNING | constraint_unexpected constraint public.usage_events.usage_events_more",
            })
    void whatAServerReliesOnIsMissed(String change, Severity severity, String told) throws SQLException {
        MutationBench.execute(owner, change);
        assertThat(Fingerprint.compare(owner))
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(severity))
                .extracting(finding -> finding.kind() + " " + finding.object())
                .containsExactlyInAnyOrder(told.split(", ", -1));
    }
}
