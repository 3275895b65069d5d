package io.quartermaster.bench;

import java.io.IOException;
import java.util.Optional;

/** Something that requests can be sent to and that spends resources on them. */
interface Contender {

    String name();

    /** Whether it can be asked this; what it can't is left out. */
    default boolean serves(Workload workload) {
        return true;
    }

    Target target(Workload workload);

    /** Its processes; empty for the mock itself. */
    Optional<ProcessTree> processes();

    /** Whether it compiles what it runs often, and so needs a warm-up before it shows what it can do. */
    boolean warmsUp();

    /** Waits until what the requests brought about is done, so that it is charged to them and not to whoever is next. */
    default void settle() throws IOException, InterruptedException {}

    /** The mock without anything before it: what the load generator and the mock can do on this machine. */
    record Direct(Mock mock) implements Contender {

        @Override
        public String name() {
            return "direct";
        }

        @Override
        public Target target(Workload workload) {
            return Target.of(mock.port(workload.upstream()), "/v1/chat/completions", java.util.Map.of());
        }

        @Override
        public Optional<ProcessTree> processes() {
            return Optional.empty();
        }

        @Override
        public boolean warmsUp() {
            return false;
        }
    }
}
