package io.quartermaster.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    void keepLeavesClearEmptiesAndSetReplaces() {
        assertThat(Change.<String>keep().apply(Optional.of("old"))).contains("old");
        assertThat(Change.<String>clear().apply(Optional.of("old"))).isEmpty();
        assertThat(Change.set("new").apply(Optional.of("old"))).contains("new");
        assertThat(Change.set("new").apply(Optional.empty())).contains("new");
    }

    @Test
    void aFieldThatIsNeverEmptyCannotBeCleared() {
        assertThat(Change.<String>keep().or("old")).isEqualTo("old");
        assertThat(Change.set("new").or("old")).isEqualTo("new");
        assertThatThrownBy(() -> Change.<String>clear().or("old")).isInstanceOf(IllegalStateException.class);
        assertThat(Change.<String>clear().or("old", "default")).isEqualTo("default");
    }

    @Test
    void onlyASetValueIsMapped() {
        assertThat(Change.set(" x ").map(String::strip)).isEqualTo(Change.set("x"));
        assertThat(Change.<String>clear().map(String::length)).isEqualTo(Change.clear());
        assertThat(Change.<String>keep().map(String::length).mentioned()).isFalse();
        assertThat(Change.<String>clear().mentioned()).isTrue();
        assertThat(Change.set("x").given()).contains("x");
    }
}
