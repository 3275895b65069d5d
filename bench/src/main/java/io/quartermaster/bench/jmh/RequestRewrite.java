package io.quartermaster.bench.jmh;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import io.quartermaster.protocol.Splice;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** Another model name in a request: by token offsets and a splice, as the gateway does it, and by a tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestRewrite {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "the-name-that-the-provider-knows";

    @Param({"1024", "4096"})
    public int bytes;

    private byte[] body = {};
    private final byte[] quotedModel = Splice.quoted(MODEL);

    @Setup
    public void prepare() throws MalformedBody {
        body = Samples.request(bytes).getBytes(StandardCharsets.UTF_8);
        JsonNode spliced = JSON.readTree(splice());
        if (body.length != bytes || !spliced.equals(JSON.readTree(tree()))) {
            throw new IllegalStateException("The two ways do not give the same request");
        }
    }

    @Benchmark
    public byte[] splice() throws MalformedBody {
        return Splice.rewrite(RequestScan.of(body), quotedModel, false);
    }

    @Benchmark
    public byte[] tree() {
        ObjectNode request = (ObjectNode) JSON.readTree(body);
        request.put("model", MODEL);
        return JSON.writeValueAsBytes(request);
    }
}
