package io.quartermaster.schema.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.ScratchServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdviceTest {

    private static final String TABLES = """
            create table a (tenant uuid, id uuid, kind text, primary key (tenant, kind, id));
            create table b (tenant uuid, id uuid, kind text, a uuid, note text, "when" timestamptz, primary key (tenant, id));
            """;

    private static Connection connection;

    @BeforeAll
    static void make() throws SQLException {
        ScratchServer.shared().execute("create database advice");
        connection = ScratchServer.shared().superuser("advice");
    }

    @AfterAll
    static void drop() throws SQLException {
        connection.close();
        ScratchServer.shared().execute("drop database advice with (force)");
    }

    @BeforeEach
    void begin() throws SQLException {
        connection.setAutoCommit(false);
        MutationBench.execute(connection, TABLES);
    }

    @AfterEach
    void rollBack() throws SQLException {
        connection.rollback();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create index x on b (tenant)                      |                                                  | x",
                "create index x on b (note)                        | create index y on b (note, kind)                 | x",
                "create index x on b (note)                        | create unique index y on b (note)                | x",
                "create index y on b (note)                        | create index x on b (note)                       | x",
                "create unique index y on b (note)                 | create unique index x on b (note)                | x",
                "create index x on b (note) where kind = 'k'       | create index y on b (note, id) where kind = 'k'  | x",
                "create index x on b (lower(note))                 | create index y on b (lower(note), id)            | x",
                "create index x on b using hash (note)             | create index w on b using hash (note)            | w",
                "create index x on b (note) include (id)           | create index y on b (note) include (id, kind)    | x",
            })
    void anIndexThatAddsNothingIsTold(String first, String second, String redundant) throws SQLException {
        MutationBench.execute(connection, first + (second == null ? "" : "; " + second));
        List<Finding> advice = Advice.of(connection);
        assertThat(advice)
                .singleElement()
                .returns("index_redundant", Finding::kind)
                .returns("index " + redundant + " on table public.b", Finding::object)
                .returns(List.of("drop index concurrently public." + redundant), Finding::repair);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index x on b (note); create index y on b (kind, note)",
                "create index x on b (note); create index y on b (note desc, kind)",
                "create index x on b (note); create index y on b (note) where kind = 'k'",
                "create index x on b (note); create index y on b (note text_pattern_ops, kind)",
                "create index x on b (note); create index y on b (lower(note), kind)",
                "create index x on b (note); create index y on b using brin (note, kind)",
                "create unique index x on b (note); create index y on b (note, kind)",
                "create unique index x on b (note) nulls not distinct; create unique index y on b (note)",
                "create index x on b (note) include (a); create index y on b (note, kind)",
                "alter table b add constraint x unique (note); create index y on b (note, kind)",
            })
    void anIndexOfUseIsNotTold(String indexes) throws SQLException {
        MutationBench.execute(connection, indexes);
        assertThat(Advice.of(connection)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(tenant, kind, a) references a (tenant, kind, id) | create index i on b (note)                         | told",
                "(tenant, kind, a) references a (tenant, kind, id) | create index i on b (kind, a)                      | ",
                "(tenant, kind, a) references a (tenant, kind, id) | create index i on b (a, tenant, kind, note)        | ",
                "(tenant, kind, a) references a (tenant, kind, id) | create index i on b (tenant, note, kind, a)        | told",
                "(tenant, kind, a) references a (tenant, kind, id) | create index i on b (tenant, a) where a is not null| ",
                "(tenant, kind, a) references a (tenant, kind, id) | create index i on b (tenant, a) where note = 'n'   | told",
                "(tenant, kind, a) references a (tenant, kind, id) | create unique index i on b (a)                     | ",
            })
    void aForeignKeyNeedsAnIndexThatFindsItsRows(String key, String index, String told) throws SQLException {
        MutationBench.execute(connection, index + "; alter table b add constraint b_a foreign key " + key);
        List<Finding> advice = Advice.of(connection);
        if (told == null) {
            assertThat(advice).isEmpty();
        } else {
            assertThat(advice)
                    .singleElement()
                    .returns("foreign_key_without_index", Finding::kind)
                    .returns("constraint b_a on table public.b", Finding::object)
                    .returns(List.of("create index concurrently on public.b (tenant, kind, a)"), Finding::repair);
        }
    }

    @Test
    void anInvalidIndexOfAPartitionIsTold() throws SQLException {
        MutationBench.execute(connection, """
                create table p (at timestamptz) partition by range (at);
                create table p1 partition of p for values from ('2026-01-01') to ('2026-02-01');
                create index p_at on p (at);
                update pg_index set indisvalid = false where indexrelid = 'p1_at_idx'::regclass
                """);
        assertThat(Advice.of(connection))
                .singleElement()
                .returns("index_invalid", Finding::kind)
                .returns("index p1_at_idx on table public.p1", Finding::object);
    }
}
