package io.quartermaster.bench;

import java.io.IOException;
import java.util.Map;

/** The starts of every contender, taking turns; Quartermaster's on the database that the load has filled. */
record StartUps(StartUp startUp, Results results, int times) {

    static final String WITHOUT_CACHE = "Quartermaster";
    static final String WITH_CACHE = "Quartermaster, AOT cache";

    void measure(Map<String, Started> launches) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            for (Map.Entry<String, Started> launch : launches.entrySet()) {
                results.start(
                        launch.getKey(),
                        startUp.seconds(
                                launch.getValue().launch(), launch.getValue().target()));
            }
        }
    }

    record Started(StartUp.Launch launch, Target target) {}
}
