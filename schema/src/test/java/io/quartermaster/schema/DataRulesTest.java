package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataRulesTest {
    private static final String POLICY = "(tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)";

    private static ScratchDatabase database;
    private static Connection owner;

    @BeforeAll
    static void connect() throws SQLException {
        database = ScratchDatabase.migrated();
        owner = database.asOwner();
    }

    @AfterAll
    static void drop() throws SQLException {
        owner.close();
        database.close();
    }

    @Test
    void everyTableKeepsTheRules() throws Exception {
        assertThat(DataRules.broken(owner)).isEmpty();
    }

    /** Each rule is broken once, and nothing but that rule hears of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "alter table more drop constraint more_pkey, drop column tenant_id cascade, add constraint more_pkey primary key (id)"
                        + " | more has no tenant_id uuid not null, more has no policy,"
                        + " more has a key that does not begin with tenant_id: more_pkey",
                "alter table more disable row level security | more has no row level security",
                "alter table more force row level security | more forces row level security on its owner",
                "drop policy more_tenant on more | more has no policy",
                "alter policy more_tenant on more using (true) | more has a policy that is not its tenant's: more_tenant",
                "alter policy more_tenant on more with check (true) | more has a policy that is not its tenant's: more_tenant",
                "alter policy more_tenant on more to quartermaster_owner | more has a policy that is not its tenant's: more_tenant",
                "create policy more_second on more for select using (note = 'x') | more has a policy that is not its tenant's: more_second",
                "alter table more add constraint more_note unique (note) | more has a key that does not begin with tenant_id: more_note",
                "create unique index more_lower on more (lower(note), tenant_id) | more has a key that does not begin with tenant_id: more_lower",
                "alter table more drop constraint more_pkey | more has no primary key",
                "alter table more add constraint more_other foreign key (id, tenant_id) references api_keys (id, tenant_id) | more has a foreign key that does not begin with tenant_id on both sides: more_other",
                "alter table tenants add column k uuid; alter table tenants add constraint tenants_k foreign key (id, k) references api_keys (tenant_id, id) | tenants refers to api_keys, which a cluster keeps elsewhere: tenants_k",
                "alter table more add column h bytea; alter table more add constraint more_h foreign key (h) references api_key_lookup (key_hash) | more has a foreign key that does not begin with tenant_id on both sides: more_h,"
                        + " more refers to api_key_lookup, which a cluster keeps elsewhere: more_h",
                "alter table more add constraint more_other foreign key (tenant_id, id) references api_keys (tenant_id, id) on delete set null | more has a foreign key that sets columns on deletion: more_other",
                "alter table more add constraint more_other foreign key (tenant_id, id) references api_keys (tenant_id, id) deferrable | more has a constraint to be checked later: more_other",
                "alter table more add constraint more_out exclude (tenant_id with =) | more has an exclusion constraint: more_out",
                "create trigger t before update on more for each row execute function suppress_redundant_updates_trigger() | more has a trigger: t",
                "alter table more add column x json | more.x has a type we do not use: json",
                "alter table more add column x numeric | more.x has a type we do not use: numeric",
                "alter table more add column x timestamp | more.x has a type we do not use: timestamp without time zone",
                "create type mood as enum ('a'); alter table more add column x mood | more.x has a type we do not use: mood",
                "alter table more add column done_at text | more.done_at is a time and no timestamptz",
                "alter table more add column spent_micros integer | more.spent_micros counts micro-units and is no bigint",
                "alter table more add column updated_at timestamptz | more can be changed and has no version bigint not null",
                "alter table more add column x_at timestamptz default now() | more.x_at has a default that is not constant",
                "alter table more add check (note <> '') | more has a constraint without a speaking name: more_note_check",
                "alter table more add unique (tenant_id, note) | more has a constraint without a speaking name: more_tenant_id_note_key",
                "alter table more add foreign key (tenant_id) references tenants (id) | more has a constraint without a speaking name: more_tenant_id_fkey",
                "alter table more add constraint odd check (note <> '') | more has a constraint without a speaking name: odd",
                "create index on more (note) | more has an index without a speaking name: more_note_idx",
                "grant select on more to public | more gives everybody rights",
                "grant truncate on more to quartermaster_server | more gives the server more than reading and writing rows: TRUNCATE",
                "grant update on audit_events to quartermaster_server | audit_events could be rewritten by the server",
                "grant delete on usage_events to quartermaster_server | usage_events could be rewritten by the server",
                "create table usage_events_1999_01 partition of usage_events for values from ('1999-01-01') to ('1999-02-01') | usage_events_1999_01 is a partition with rights or without row level security",
                "create table loose (id uuid constraint loose_pkey primary key) | loose has no tenant_id uuid not null,"
                        + " loose has no row level security, loose has no policy,"
                        + " loose has a key that does not begin with tenant_id: loose_pkey",
            })
    void breakingARuleIsToldInWords(String change, String told) throws Exception {
        owner.setAutoCommit(false);
        try (Statement statement = owner.createStatement()) {
            statement.execute("create table more (tenant_id uuid not null, id uuid not null, note text,"
                    + " constraint more_pkey primary key (tenant_id, id));"
                    + " alter table more enable row level security; create policy more_tenant on more using " + POLICY);
            assertThat(DataRules.broken(owner)).isEmpty();
            statement.execute(change);
            assertThat(DataRules.broken(owner)).containsExactlyInAnyOrder(told.split(", (?=more|loose|tenants)"));
        } finally {
            owner.rollback();
            owner.setAutoCommit(true);
        }
    }
}
