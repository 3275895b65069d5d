package io.quartermaster.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PostmasterPidTest {
    private static final List<String> READY =
            List.of("4711", "/data/cluster", "1790000000", "5432", "/data/socket", "127.0.0.1", " 123 4", "ready   ");

    @Test
    void theStateIsReadFromItsLine() {
        assertThat(PostmasterPid.parse(READY)).hasValue(new PostmasterPid(4711, "ready"));
        assertThat(PostmasterPid.parse(READY).orElseThrow().ready()).isTrue();
        assertThat(PostmasterPid.parse(READY.subList(0, 7)).orElseThrow().ready())
                .isFalse();
        assertThat(new PostmasterPid(1, "starting").ready()).isFalse();
    }

    @Test
    void aTornFileNamesNobody() {
        assertThat(PostmasterPid.parse(List.of())).isEmpty();
        assertThat(PostmasterPid.parse(List.of(""))).isEmpty();
        assertThat(PostmasterPid.parse(List.of("\0\0"))).isEmpty();
        assertThat(PostmasterPid.parse(List.of("-1"))).isEmpty();
        assertThat(PostmasterPid.parse(List.of("0"))).isEmpty();
    }
}
