package io.quartermaster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An objection says the file, the statement, the rule and the way out; look there first when this fails. */
final class MigrationLintTest {
    private static final Migration NEXT = Migration.parse("V9999__next.sql 1 9998");

    private static final String FIRST_RELEASE =
            "written before the first release, when no database held anybody's rows; its checksum must stay";
    private static final String SMALL =
            FIRST_RELEASE + "; tenants have few rows of settings, which are read in milliseconds";

    /** By migration and rule, with the reason. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("V0002__identity.sql changes_rows", SMALL),
            Map.entry("V0002__identity.sql reads_under_a_lock", SMALL),
            Map.entry("V0002__identity.sql not_null_reads_the_table", SMALL),
            Map.entry("V0002__identity.sql validated_at_once", FIRST_RELEASE),
            Map.entry("V0002__identity.sql index_under_a_lock", SMALL),
            Map.entry("V0003__providers.sql changes_rows", SMALL),
            Map.entry("V0003__providers.sql reads_under_a_lock", SMALL),
            Map.entry("V0003__providers.sql validated_at_once", SMALL),
            Map.entry("V0003__providers.sql index_under_a_lock", SMALL),
            Map.entry("V0004__models.sql unique_constraint_makes_its_index", SMALL),
            Map.entry("V0004__models.sql index_under_a_lock", SMALL),
            Map.entry("V0005__audit_chain.sql validated_at_once", FIRST_RELEASE),
            Map.entry("V0005__audit_chain.sql unique_constraint_makes_its_index", FIRST_RELEASE),
            Map.entry("V0005__audit_chain.sql index_under_a_lock", FIRST_RELEASE));

    private static ScratchDatabase database;
    private static Connection owner;
    private static List<Objection> ours;

    /** Walks through our own migrations, each applied to what the ones before it and their fixtures left. */
    @BeforeAll
    static void walk() throws Exception {
        database = ScratchDatabase.empty();
        owner = database.asOwner();
        ours = new ArrayList<>();
        Release release = Release.current();
        for (Migration migration : release.migrations()) {
            Fixture fixture = Fixture.of(migration.version());
            if (migration.version().compareTo(new SchemaVersion("0001")) > 0) {
                ours.addAll(MigrationLint.of(owner, migration, release.sql(migration)));
            }
            fixture.migrate(database);
            fixture.insert(owner);
        }
    }

    @AfterAll
    static void drop() throws SQLException {
        owner.close();
        database.close();
    }

    @Test
    void ourMigrationsCanBeAppliedToADatabaseInUse() {
        assertThat(ours.stream().filter(objection -> !EXCEPTIONS.containsKey(key(objection))))
                .isEmpty();
    }

    @Test
    void everyExceptionIsNeeded() {
        Set<String> found =
                new TreeSet<>(ours.stream().map(MigrationLintTest::key).toList());
        assertThat(found).containsAll(EXCEPTIONS.keySet());
    }

    @Test
    void whatWasNotValidatedAtOnceWasValidatedLater() throws Exception {
        try (Statement statement = owner.createStatement();
                ResultSet names = statement.executeQuery("select conname from pg_constraint where not convalidated")) {
            assertThat(names.next())
                    .as("a constraint that no later migration validates")
                    .isFalse();
        }
    }

    /** The rules that a bad migration breaks, that migration, and its good twin, which breaks none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "breaks_a_data_rule, rewrites_a_table | alter table tenants add column x_at timestamptz default clock_timestamp() | alter table tenants add column x_at timestamptz",
                "breaks_a_data_rule, rewrites_a_table | alter table usage_events add column x text default gen_random_uuid()::text | alter table usage_events add column x text not null default 'none'",
                "breaks_a_data_rule, rewrites_a_table | alter table usage_events alter column status type smallint | alter table usage_events add column status_class integer",
                "rewrites_a_table | alter table tenants add column x bigint generated always as (version + 1) stored | alter table tenants add column x bigint",
                "breaks_a_data_rule, type_changed | alter table node_lives alter column seen_at type timestamptz(6) | alter table node_lives add column seen timestamptz",
                "validated_at_once | alter table usage_events add constraint usage_events_x check (status > 0) | alter table usage_events add constraint usage_events_x check (status > 0) not valid",
                "validated_at_once | alter table api_keys add constraint api_keys_by foreign key (tenant_id) references tenants (id) | alter table api_keys add constraint api_keys_by foreign key (tenant_id) references tenants (id) not valid",
                "validated_under_a_lock | alter table tenants add constraint tenants_x check (version > 0) not valid; alter table tenants validate constraint tenants_x | alter table tenants add constraint tenants_x check (version > 0) not valid",
                "unique_constraint_makes_its_index | alter table tenants add constraint tenants_x unique (name) | create table x_more (id uuid not null, constraint x_more_pkey primary key (id)); drop table x_more",
                "index_under_a_lock | create index tenants_by_name on tenants (name) | create index concurrently tenants_by_name on tenants (name)",
                "index_under_a_lock | create unique index tenants_by_name on tenants (name) | create unique index concurrently tenants_by_name on tenants (name)",
                "index_dropped_under_a_lock | drop index members_by_user | drop index concurrently if exists members_by_user",
                "not_null_reads_the_table | alter table operator_keys add column x text default ''; alter table operator_keys alter column x set not null | alter table operator_keys add column x text not null default ''",
                "reads_under_a_lock | alter table tenants add column x text; create table more as select tenant_id, id from usage_events; drop table more | create table more as select tenant_id, id from usage_events; drop table more; alter table tenants add column x text",
                "changes_rows | update tenants set name = 'x' | create table x_more (id uuid constraint x_more_pkey primary key); insert into x_more select id from tenants; drop table x_more",
                "fails_where_there_are_rows | alter table tenants add column x text not null | alter table tenants add column x text not null default ''",
                "contracts_in_silence | alter table tenants drop column deployment_key_families | alter table tenants add column x text",
                "contracts_in_silence | alter table tenants rename column name to title | alter table tenants add column title text",
                "contracts_in_silence | drop table user_keys | create table x_more (id uuid); drop table x_more",
                "breaks_a_data_rule, contracts_in_silence | alter table user_keys rename to users_keys | select 1",
                "breaks_a_data_rule, contracts_in_silence | alter table rate_limits alter column version drop not null | select 1",
                "breaks_a_data_rule | alter table tenants add column x json | alter table tenants add column x jsonb",
                "breaks_a_data_rule | create type mood as enum ('a') | select 1",
                "breaks_a_data_rule, rewrites_a_table | alter table tenants add column x_id serial | alter table tenants add column x_id bigint",
                "breaks_a_data_rule | create function f() returns trigger language plpgsql as 'begin return new; end' | select 1",
                "breaks_a_data_rule | create trigger t before update on tenants for each row execute function suppress_redundant_updates_trigger() | select 1",
                "breaks_a_data_rule | alter table budget_leases add constraint budget_leases_x foreign key (tenant_id, budget_id) references budgets (tenant_id, id) on delete set null not valid | alter table budget_leases add constraint budget_leases_x foreign key (tenant_id, budget_id) references budgets (tenant_id, id) on delete cascade not valid",
                "concurrent_if_not_exists | create index concurrently if not exists a on tenants (name) | create index concurrently a on tenants (name)",
                "concurrent_drop_of_nothing | drop index concurrently a | drop index concurrently if exists a",
                "concurrent_and_other | create index concurrently a on tenants (name); select 1 | create index concurrently a on tenants (name); drop index concurrently if exists b",
                "locks_for_long | lock table tenants in share mode | select 1",
                "volatile_in_upsert | insert into tenants select * from tenants where false on conflict (id) do update set updated_at = now() | insert into tenants select * from tenants where false on conflict (id) do update set updated_at = excluded.updated_at",
                "volatile_in_update | update tenants set updated_at = now() where false | update tenants set updated_at = '2026-11-22T00:00:00Z' where false and name = 'now()'",
                "merge | merge into tenants t using tenants o on false when not matched then do nothing | select 1",
                "set_config | select set_config('app.tenant_id', '', true) | set local app.tenant_id = ''",
                "subquery_in_values | insert into key_rotations select * from (values (null::uuid, now(), (select now()))) v (a, b, c) where false | insert into key_rotations select id, seen_at from node_lives where false",
            })
    void aBadMigrationIsCaughtAndItsGoodTwinIsNot(String rules, String bad, String good) throws Exception {
        assertThat(rules(bad)).containsExactly(rules.split(", "));
        assertThat(rules(good)).isEmpty();
    }

    @Test
    void whatSaysWhichReleaseStoppedUsingItMayGo() throws Exception {
        String drop = "alter table tenants drop column deployment_key_families";
        assertThat(rules("-- Contracts: 9998\n" + drop)).isEmpty();
        assertThat(rules("-- Contracts: 9999\n" + drop))
                .as("a release that still uses it may run beside")
                .containsExactly("contracts_in_silence");
    }

    @Test
    void aMigrationThatDoesNotSayWhatItRunsBesideIsCaught() throws Exception {
        assertThat(MigrationLint.of(owner, NEXT, "select 1"))
                .extracting(Objection::rule)
                .containsExactly("silent_about_its_neighbours");
    }

    private static Set<String> rules(String sql) throws SQLException {
        return new TreeSet<>(MigrationLint.of(owner, NEXT, "-- Runs beside: 9998\n" + sql).stream()
                .map(Objection::rule)
                .toList());
    }

    private static String key(Objection objection) {
        return objection.file() + " " + objection.rule();
    }
}
