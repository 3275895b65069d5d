package io.quartermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.schema.drift.Finding;
import io.quartermaster.schema.drift.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaReportTest {

    @Test
    void aNameCannotLeaveTheCommentItStandsIn() {
        Finding hostile =
                finding("table_unexpected", "table public.\"a\nalter role evil superuser; \u001b[2J\"", "drop table x");
        assertThat(new SchemaReport(List.of(hostile)).sql().lines()).allMatch(line -> line.startsWith("-- "));
        assertThat(new SchemaReport(List.of(hostile)).text())
                .doesNotContain("\u001b")
                .doesNotContain("\nalter role");
    }

    @Test
    void whatWouldDropWhatIsHeldIsLeftToAPerson() {
        SchemaReport report = new SchemaReport(List.of(
                finding("column_unexpected", "column public.a.b", "alter table public.a drop column b"),
                finding(
                        "check_missing",
                        "constraint c on table public.a",
                        "alter table public.a add constraint c check (true)")));
        assertThat(report.sql())
                .contains("\n-- alter table public.a drop column b;\n")
                .contains("\nalter table public.a add constraint c check (true);\n");
        assertThat(report.text())
                .contains("repair   alter table public.a drop column b;")
                .endsWith("2 differences: 2 warning.\n");
    }

    @Test
    void nothingIsSaidInTheWordsOfOthers() {
        assertThat(new SchemaReport(List.of()).text()).isEqualTo("No changes detected\n");
        assertThat(new SchemaReport(List.of()).sql()).isEqualTo("-- No changes detected\n");
        assertThat(new SchemaReport(List.of()).json()).contains("\"No changes detected\"", "\"differences\":[]");
    }

    private static Finding finding(String kind, String object, String repair) {
        return new Finding(Severity.WARNING, kind, object, "", "", "", List.of(repair));
    }
}
