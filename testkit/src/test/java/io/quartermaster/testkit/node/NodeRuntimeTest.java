package io.quartermaster.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRuntimeTest {
    @ParameterizedTest
    @CsvSource({"v18.20.4,false", "v20.14.0,false", "v20.15.0,true", "v20.20.2,true", "v22.0.0,true", "v24.1.0,true"})
    void ageIsReadFromTheVersion(String version, boolean newEnough) {
        assertThat(NodeRuntime.ofVersion(version + "\n").newEnough()).isEqualTo(newEnough);
    }

    @Test
    void strangeVersionIsRefused() {
        assertThatThrownBy(() -> NodeRuntime.ofVersion("18")).hasMessage("node --version answered \"18\"");
    }
}
