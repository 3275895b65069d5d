package io.quartermaster.bench;

import java.time.Duration;

/** How long everything takes. Short rounds that take turns, rather than long ones: a noisy machine is noisy to all alike. */
record Plan(
        String name,
        int rounds,
        Duration cell,
        Duration pacedCell,
        double pacedPerSecond,
        Duration jsonWarmUp,
        Duration streamWarmUp,
        int starts) {

    static Plan full() {
        return new Plan(
                "full",
                3,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                40,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                5);
    }

    static Plan quick() {
        return new Plan(
                "quick",
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                40,
                Duration.ofSeconds(3),
                Duration.ofSeconds(1),
                1);
    }
}
