package io.quartermaster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quartermaster.gateway.outgoing.OutgoingGuard;
import io.quartermaster.gateway.signing.AwsIdentity;
import io.quartermaster.gateway.signing.CallSigner;
import io.quartermaster.gateway.signing.GoogleTokens;
import io.quartermaster.gateway.signing.TokenEndpoint;
import io.quartermaster.gateway.snapshot.PersonalTenants;
import io.quartermaster.gateway.snapshot.SnapshotPolicy;
import io.quartermaster.gateway.snapshot.Snapshots;
import io.quartermaster.gateway.snapshot.Tenants;
import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.gateway.trace.Traces;
import io.quartermaster.model.ModelType;
import io.quartermaster.model.ModelView;
import io.quartermaster.platform.Ids;
import io.quartermaster.platform.NodeLife;
import io.quartermaster.platform.db.Database;
import io.quartermaster.platform.http.EventLoops;
import io.quartermaster.platform.json.Json;
import io.quartermaster.platform.telemetry.AccessLog;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.MutableClock;
import io.quartermaster.testkit.http.RawHttp;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.FakeUpstream;
import io.quartermaster.usage.UsageEvent;
import io.quartermaster.usage.budget.BudgetGuard;
import io.quartermaster.usage.limit.RateGuard;
import io.quartermaster.usage.spool.SpooledEvents;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import tools.jackson.databind.JsonNode;

/** A gateway on a plain server, a provider, and one tenant who may use it. */
final class GatewayFixture implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(10);

    final FakeUpstream upstream = FakeUpstream.start();
    final Tenants tenants = new Tenants();
    final Tenants.Tenant tenant = tenants.create();
    final SpooledEvents events = new SpooledEvents();
    final MutableClock clock = MutableClock.at("2026-06-01T12:00:00Z");
    final Circuits circuits = new Circuits(clock);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Snapshots snapshots;
    final String key;

    /** What this server is at AWS; it fails as AWS's own clients do where it is nobody. */
    volatile Supplier<AwsCredentials> awsIdentity = () -> {
        throw SdkClientException.create("no identity");
    };

    /** Set, every look at what is in memory fails as only a mistake of ours can. */
    volatile Optional<String> bug = Optional.empty();

    private final Path accessLogFile = temporaryFile();
    private final AccessLog accessLog = accessLog(accessLogFile);
    private final Vertx vertx = EventLoops.start();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final HttpServer server;

    GatewayFixture() {
        this(Deadlines.standard());
    }

    GatewayFixture(Deadlines deadlines) {
        this(deadlines, new GatewayLimits(64, 1 << 20, 1 << 20, 8 << 20, 64 << 10, 64 << 10), Set.of("127.0.0.1"));
    }

    GatewayFixture(Deadlines deadlines, GatewayLimits limits, Set<String> allowedHosts) {
        ProviderView provider = provider(upstream.baseUrl());
        ProviderView claude = Views.provider("claude", ProviderFamily.ANTHROPIC, upstream.origin());
        tenant.providers(provider, claude);
        tenant.model(Views.model(
                ModelType.LLM, ProviderFamily.OPENAI, "gpt-4o", Optional.of("smart"), Optional.of(provider)));
        tenant.model(Views.model(
                ModelType.TEXT_EMBEDDING,
                ProviderFamily.OPENAI,
                "text-embedding-3-small",
                Optional.empty(),
                Optional.empty()));
        tenant.model(openAi(ModelType.RERANK, "rerank-1"));
        tenant.model(openAi(ModelType.MODERATION, "omni-moderation"));
        tenant.model(openAi(ModelType.TTS, "tts-1"));
        tenant.model(openAi(ModelType.SPEECH2TEXT, "whisper-1"));
        tenant.model(openAi(ModelType.SPEECH2TEXT, "gpt-4o-transcribe"));
        tenant.model(openAi(ModelType.IMAGE, "gpt-image-1"));
        tenant.model(Views.model(
                ModelType.LLM, ProviderFamily.ANTHROPIC, "claude-sonnet-4-5", Optional.empty(), Optional.of(claude)));
        key = tenant.key();
        snapshots = new Snapshots(tenants, SnapshotPolicy.of(Duration.ofMinutes(10)), blocking, this::nanoTime);
        PersonalTenants people = new PersonalTenants(
                (_, _) -> {
                    throw new AssertionError("Nobody of this fixture has a key of their own");
                },
                snapshots,
                SnapshotPolicy.of(Duration.ofMinutes(10)),
                blocking,
                System::nanoTime);
        OutgoingGuard guard =
                new OutgoingGuard(allowedHosts, OutgoingGuard.Resolver.system(), blocking, System::nanoTime);
        BudgetGuard budgets = new BudgetGuard(
                new Database(
                        new PGSimpleDataSource(), Clock.systemUTC(), metrics), // never asked: the tenant has no budgets
                new NodeLife(new UUID(0, 1), new UUID(0, 2)),
                clock,
                blocking,
                System::nanoTime,
                metrics);
        Gateway gateway = new Gateway(
                vertx,
                snapshots,
                people,
                events.spool(),
                new RateGuard(() -> 1, Optional.empty(), blocking, System::nanoTime, metrics),
                budgets,
                guard,
                new CallSigner(
                        new AwsIdentity(() -> awsIdentity.get(), blocking, clock),
                        new GoogleTokens(
                                new TokenEndpoint(upstream.origin().resolve("/token"), guard), blocking, clock),
                        blocking,
                        clock),
                circuits,
                new Random(1),
                deadlines,
                limits,
                clock,
                new Ids(),
                accessLog,
                Traces.to(Optional.empty(), false),
                metrics);
        vertx.exceptionHandler(unhandled::add);
        Router router = Router.router(vertx);
        gateway.mount(router);
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSendBufferSize(256 << 10))
                .requestHandler(router)
                .connectionHandler(connection -> {
                    connections.incrementAndGet();
                    connection.closeHandler(_ -> connections.decrementAndGet());
                })
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private long nanoTime() {
        bug.ifPresent(message -> {
            throw new IllegalStateException(message);
        });
        return System.nanoTime();
    }

    static ModelView openAi(ModelType type, String name) {
        return Views.model(type, ProviderFamily.OPENAI, name, Optional.empty(), Optional.empty());
    }

    static ProviderView provider(URI baseUrl) {
        return Views.provider("main", ProviderFamily.OPENAI, baseUrl);
    }

    URI origin() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    RawHttp connect() {
        return RawHttp.connect(origin());
    }

    String chatRequest(String body, String... headers) {
        return post("/v1/chat/completions", body, headers);
    }

    String post(String path, String body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Authorization: Bearer " + key;
        return RawHttp.request("POST", path, body, all);
    }

    RawResponse chat(String body) {
        return send(chatRequest(body));
    }

    RawResponse get(String path) {
        return send(RawHttp.request("GET", path, "", "Authorization: Bearer " + key));
    }

    RawResponse send(String request) {
        try (RawHttp client = connect()) {
            return client.send(request).response(SOON);
        }
    }

    /** The lines of the access log so far. */
    List<JsonNode> accessLog() {
        try (Stream<String> lines = Files.lines(accessLogFile)) {
            return lines.map(Json::tree).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("access", ".log");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private AccessLog accessLog(Path file) {
        try {
            return AccessLog.to(Optional.of(file.toString()), metrics);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many clients are connected. */
    int connections() {
        return connections.get();
    }

    /** The only usage event, once there is one. */
    UsageEvent event() {
        return Eventually.value(SOON, "a usage event", () -> events.stream().findFirst());
    }

    /** Attempts after a failed one so far. */
    int retries() {
        return (int) metrics.find("qm.gateway.attempts.again").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    double inFlight() {
        return metrics.get("qm.gateway.calls.in.flight").gauge().value();
    }

    @Override
    public void close() {
        snapshots.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        blocking.close();
        upstream.close();
        events.close();
        accessLog.close();
        try {
            Files.deleteIfExists(accessLogFile);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        assertThat(unhandled).as("what nobody caught on an event loop").isEmpty();
    }
}
