package io.quartermaster.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** How long it takes from the start of a program until a call that goes through it is answered. */
record StartUp(HttpClient http) {

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    interface Launch {
        Program start() throws IOException;
    }

    static StartUp create() {
        return new StartUp(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    double seconds(Launch launch, Target target) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (Program program = launch.start()) {
            awaitAnswer(target, Workload.JSON_1K, program);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Asks until there is an answer, every two milliseconds. */
    void awaitAnswer(Target target, Workload workload, Program program) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.url())
                .timeout(Duration.ofSeconds(10))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(workload.body()));
        target.headers().forEach(request::header);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        String last = "nothing listens";
        while (System.nanoTime() < deadline) {
            program.requireAlive();
            try {
                HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
                last = answer.statusCode() + " " + answer.body();
            } catch (IOException notYet) {
                last = String.valueOf(notYet.getMessage());
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException("No answer from " + target.url() + " within a minute: " + last);
    }
}
