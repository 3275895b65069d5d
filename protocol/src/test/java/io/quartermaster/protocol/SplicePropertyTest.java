package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Thousands of generated requests, each edited by offsets and by tree: the two must agree, and nothing else may move. */
class SplicePropertyTest {

    private static final ObjectMapper TREE = new ObjectMapper();

    @Test
    void agreesWithTheTree() throws MalformedBody {
        for (int seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            String body = request(random);
            String name = text(random);
            boolean ask = random.nextBoolean();

            RequestScan scan = RequestScan.of(body.getBytes(UTF_8));
            byte[] spliced = Splice.rewrite(scan, Splice.quoted(name), ask);

            ObjectNode expected = (ObjectNode) TREE.readTree(body);
            boolean streamed = expected.path("stream").asBoolean(false);
            assertThat(scan.streamed()).as(body).isEqualTo(streamed);
            assertThat(scan.model().orElse(null))
                    .as(body)
                    .isEqualTo(expected.path("model").asString(null));
            if (ask && streamed) {
                ObjectNode options = expected.get("stream_options") instanceof ObjectNode given
                        ? given
                        : expected.putObject("stream_options");
                options.put("include_usage", true);
            }
            expected.put("model", name);
            assertThat(TREE.readTree(spliced)).as("seed %s: %s", seed, body).isEqualTo(expected);
        }
    }

    @Test
    void leavesEveryOtherByteAlone() throws MalformedBody {
        String body =
                " {\n \"temperature\" : 1.00e-0 ,\"model\":\"old\"\t,\"x\":\"\\u00e9\\/é\" , \"big\":12345678901234567890.10}\r\n";

        byte[] spliced = Splice.rewrite(RequestScan.of(body.getBytes(UTF_8)), Splice.quoted("n\"ew"), true);

        assertThat(new String(spliced, UTF_8)).isEqualTo(body.replace("\"old\"", "\"n\\\"ew\""));
    }

    @Test
    void insertsWhereThereIsNothing() throws MalformedBody {
        assertThat(rewritten("{}")).isEqualTo("{\"model\":\"m\"}");
        assertThat(rewritten("{\"stream\":true}"))
                .isEqualTo("{\"model\":\"m\",\"stream_options\":{\"include_usage\":true},\"stream\":true}");
        assertThat(rewritten("{\"model\":null,\"stream\":true,\"stream_options\":null}"))
                .isEqualTo("{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
        assertThat(rewritten("{\"stream_options\":{},\"stream\":true,\"model\":\"x\"}"))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"stream\":true,\"model\":\"m\"}");
        assertThat(rewritten(
                        "{\"stream_options\":{\"a\":1,\"include_usage\": false },\"stream\":true,\"model\":\"x\"}"))
                .isEqualTo("{\"stream_options\":{\"a\":1,\"include_usage\": true },\"stream\":true,\"model\":\"m\"}");
    }

    private static String rewritten(String body) throws MalformedBody {
        return new String(Splice.rewrite(RequestScan.of(body.getBytes(UTF_8)), Splice.quoted("m"), true), UTF_8);
    }

    private static String request(Random random) {
        List<String> fields = new ArrayList<>();
        if (random.nextInt(8) > 0) {
            fields.add("\"model\"" + space(random) + ":" + space(random)
                    + pick(random, quoted(random), quoted(random), "null"));
        }
        if (random.nextInt(4) > 0) {
            fields.add("\"stream\":" + space(random) + pick(random, "true", "true", "false", "null"));
        }
        if (random.nextBoolean()) {
            fields.add("\"stream_options\":" + space(random)
                    + pick(
                            random,
                            "null",
                            "{}",
                            "{ }",
                            "{\"include_usage\":true}",
                            "{\"include_usage\" : false}",
                            "{\"x\":[1,{\"include_usage\":3}],\"include_usage\":null}",
                            "{\"y\":{}}"));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            fields.add("\"f" + i + "\":" + value(random, 4));
        }
        Collections.shuffle(fields, random);
        return space(random) + "{" + space(random) + String.join(space(random) + "," + space(random), fields)
                + space(random) + "}" + space(random);
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> String.valueOf(random.nextInt());
            case 3 -> random.nextInt() + "." + random.nextInt(1000) + "e-" + random.nextInt(20);
            case 4, 5 -> quoted(random);
            case 6 -> "[" + value(random, depth - 1) + space(random) + "," + value(random, depth - 1) + "]";
            case 7 -> "{\"model\":" + value(random, depth - 1) + ",\"stream\":" + value(random, depth - 1) + "}";
            default -> "[]";
        };
    }

    private static String quoted(Random random) {
        return new String(Splice.quoted(text(random)), UTF_8);
    }

    private static String text(Random random) {
        String alphabet = "abc \"\\/\n\tgpt-4o{}[]:,é€ß漢😀";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private static String space(Random random) {
        return pick(random, "", "", " ", "\n", "\r\n\t");
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
