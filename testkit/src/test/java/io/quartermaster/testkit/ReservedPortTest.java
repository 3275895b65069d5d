package io.quartermaster.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.upstream.FakeUpstream;
import org.junit.jupiter.api.RepeatedTest;

final class ReservedPortTest {

    @RepeatedTest(20)
    void connectionsAreRefusedUntilSomebodyListensAndAfterwards() {
        try (ReservedPort port = new ReservedPort()) {
            assertThatThrownBy(() -> RawHttp.connect(port.origin())).hasRootCauseMessage("Connection refused");
            try (FakeUpstream listener = FakeUpstream.start(port.port())) {
                RawHttp.connect(listener.origin()).close();
            }
            assertThatThrownBy(() -> RawHttp.connect(port.origin())).hasRootCauseMessage("Connection refused");
        }
    }
}
