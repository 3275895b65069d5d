package io.quartermaster.node;

import java.util.List;

/** Reports and signs of a node that is well. */
final class NodeReports {

    private NodeReports() {}

    static NodeSigns signs() {
        return new NodeSigns("a-host", "1.0.0", List::of, List::of, () -> 2, () -> 4096, Drift::unknown, List::of);
    }

    static NodeReport report() {
        return signs().report();
    }
}
