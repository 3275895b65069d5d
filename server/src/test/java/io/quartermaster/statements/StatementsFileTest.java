package io.quartermaster.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.code.ListsAsOne;
import io.quartermaster.schema.code.RecordedStatement;
import io.quartermaster.schema.code.RecordedStatement.Column;
import io.quartermaster.schema.code.RecordedStatements;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a recording, and how it stands in the file. */
final class StatementsFileTest {

    private static final RecordedStatement FIND = new RecordedStatement(
            "thing.ThingStore.find",
            "select things.id, things.name from things where things.id = cast(? as uuid)",
            false,
            List.of("UUID"),
            List.of(new Column("id", "UUID"), new Column("name", "String")));
    private static final RecordedStatement DELETE =
            new RecordedStatement("thing.ThingStore.delete", "delete from things", true, List.of(), List.of());

    @Test
    void theFileIsSortedAndReadsAsItWasWritten() {
        String file = RecordedStatements.write(List.of(FIND, DELETE));

        assertThat(RecordedStatements.read("# heading\n\n" + file)).containsExactly(DELETE, FIND);
        assertThat(RecordedStatements.write(List.of(DELETE, FIND, FIND))).isEqualTo(file);
    }

    @Test
    void whatTheServersRoleIssuesTooIsNotToldAgainAsTheOwners() {
        RecordedStatement asOwner =
                new RecordedStatement(FIND.method(), FIND.sql(), true, FIND.parameters(), FIND.columns());

        assertThat(RecordedStatements.read(RecordedStatements.write(List.of(asOwner, FIND))))
                .containsExactly(FIND);
    }

    @Test
    void aRecordingLikeTheFileIsNothingToComplainOf() {
        assertThat(StatementsFile.complaints(List.of(FIND, DELETE), List.of(DELETE, FIND), Set.of()))
                .isEmpty();
    }

    @Test
    void eachDifferenceIsToldWithWhatToDo() {
        assertThat(StatementsFile.complaints(List.of(FIND), List.of(), Set.of()))
                .singleElement()
                .asString()
                .contains("thing.ThingStore.find", "is issued and does not stand in", "run bin/generate-statements");
        assertThat(StatementsFile.complaints(List.of(), List.of(DELETE), Set.of()))
                .singleElement()
                .asString()
                .contains("thing.ThingStore.delete as the owner", "no test made the store issue it");
        assertThat(StatementsFile.complaints(List.of(), List.of(), Set.of("x.ThingStore find ()V")))
                .singleElement()
                .asString()
                .contains("x.ThingStore find ()V", "write the test");
    }

    @Test
    void methodsThatIssueSqlAreFoundByTheirCodeThroughLambdasAndOtherMethods() throws Exception {
        Path own = Path.of(SampleStore.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        Set<String> names = StoreMethods.issuing(own).stream()
                .filter(name -> name.startsWith(SampleStore.class.getName()))
                .map(name -> name.split(" ", 3)[1])
                .map(name -> name.startsWith("lambda$") ? "lambda" : name)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(names).containsExactly("count", "each", "eachOf", "lambda", "late", "raw");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        id in (?, ?, ?) and a = ?                         | id in (?) and a = ?                  | 0 3
        id in (cast(? as uuid), cast(? as uuid))          | id in (cast(? as uuid))              | 0
        id in (?, a)                                      | id in (?, a)                         | 0
        (a, b) in ((?, ?), (?, ?)) limit ?                | (a, b) in ((?, ?)) limit ?           | 0 1 4
        insert into t (a, b) values (?, ?), (?, ?)        | insert into t (a, b) values (?, ?)   | 0 1
        insert into t values (?, null), (?, ?)            | insert into t values (?, null), (?, ?) | 0 1 2
        a = 'in (?, ?)' and b in (?, ?)                   | a = 'in (?, ?)' and b in (?)         | 0
        in_use (?, ?)                                     | in_use (?, ?)                        | 0 1
        id in (select x from t where y in (?, ?) and z = ?) | id in (select x from t where y in (?) and z = ?) | 0 2
        """)
    void listsOfAnyLengthAreToldAsListsOfOne(String sql, String told, String kept) {
        List<Integer> numbers = IntStream.range(0, Collections.frequency(marks(sql), "?"))
                .boxed()
                .toList();

        ListsAsOne<Integer> one = ListsAsOne.of(sql, numbers);

        assertThat(one.sql()).isEqualTo(told);
        assertThat(one.parameters()).extracting(String::valueOf).containsExactly(kept.split(" ", -1));
    }

    private static List<String> marks(String sql) {
        return List.of(sql.replaceAll("'[^']*'", "").split(""));
    }
}
