package io.quartermaster.gateway;

import static io.quartermaster.gateway.GatewayFixture.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.snapshot.Views;
import io.quartermaster.model.ModelType;
import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.Credential;
import io.quartermaster.provider.CredentialForm;
import io.quartermaster.provider.ProviderFamily;
import io.quartermaster.provider.ProviderView;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import io.quartermaster.usage.UsageEvent.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Case 20: Amazon Bedrock's models by the routes of others. */
class BedrockTest {

    private static final String ID = "AKIACANARY0000000001";
    private static final String SECRET = "canary/wJalrXUtnFEMI+bPxRfiCYEXAMPLEKEY";
    private static final String MODEL = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String ARN =
            "arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/ab12*cd~ 34";
    private static final String ANSWER =
            "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"hé\"}]}},\"stopReason\":\"end_turn\","
                    + "\"usage\":{\"inputTokens\":8,\"outputTokens\":3,\"totalTokens\":16,\"cacheReadInputTokens\":5}}";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)/(\\S+), SignedHeaders=(\\S+), Signature=([0-9a-f]{64})");

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    private ProviderView configure(Optional<Credential> credential) {
        return configure(gateway, credential);
    }

    private static ProviderView configure(GatewayFixture gateway, Optional<Credential> credential) {
        gateway.tenant.clearModels();
        ProviderView provider = Views.bedrock(gateway.upstream.origin(), credential);
        gateway.tenant.providers(provider);
        for (String name : List.of(MODEL, ARN)) {
            gateway.tenant.model(
                    Views.model(ModelType.LLM, ProviderFamily.BEDROCK, name, Optional.empty(), Optional.empty()));
        }
        gateway.snapshots.changed(gateway.tenant.id, gateway.tenant.touch());
        return provider;
    }

    private static Optional<Credential> pair(String more) {
        return Optional.of(new Credential(
                CredentialForm.AWS_KEY_PAIR,
                new Sensitive(
                        "{\"access_key_id\":\"" + ID + "\",\"secret_access_key\":\"" + SECRET + "\"" + more + "}")));
    }

    private static String chat(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"grüße\"}]" + more + "}";
    }

    @Test
    void theSignatureOfThisTestIsAwss() {
        String computed = SigV4.signature(
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                "20150830/us-east-1/service/aws4_request",
                "20150830T123600Z",
                "GET",
                "/",
                Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"),
                new byte[0]);

        assertThat(computed) // get-vanilla of AWS's published test suite
                .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eu.anthropic.claude-sonnet-4-5-20250929-v1:0 | /model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse
            arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/ab12*cd~ 34 | /model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Aapplication-inference-profile%2Fab12%2Acd~%2034/converse
            """)
    void case20_aCallIsSignedAsAwsWouldWantIt(String model, String path) {
        configure(pair(""));
        gateway.upstream.next(Script.json(200, ANSWER));

        RawResponse answer = gateway.chat(chat(model, ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"content\":\"hé\"", "\"model\":\"" + model);
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.target()).isEqualTo(path);
        assertSigned(exchange, ID, SECRET);
        assertThat(exchange.headers().toString()).doesNotContain("canary/");
        assertThat(gateway.event().tokens().input()).hasValue(13);
        assertThat(gateway.event().tokens().cachedInput()).hasValue(5);
    }

    private static void assertSigned(Exchange exchange, String id, String secret) {
        Matcher told = AUTHORIZATION.matcher(exchange.header("authorization").orElse(""));
        assertThat(told.matches())
                .as(exchange.header("authorization").orElse("none"))
                .isTrue();
        assertThat(told.group(1)).isEqualTo(id);
        assertThat(told.group(2)).isEqualTo("20260601/eu-central-1/bedrock/aws4_request");
        assertThat(told.group(3).split(";")).contains("host", "x-amz-date");
        Map<String, String> signed = Arrays.stream(told.group(3).split(";"))
                .collect(Collectors.toMap(
                        Function.identity(), name -> exchange.header(name).orElseThrow()));
        assertThat(told.group(4))
                .isEqualTo(SigV4.signature(
                        secret,
                        told.group(2),
                        exchange.header("x-amz-date").orElseThrow(),
                        "POST",
                        exchange.target(),
                        signed,
                        exchange.body()));
    }

    @Test
    void aSessionsTokenIsSentAndSigned() {
        configure(pair(",\"session_token\":\"token-of-a-session\""));
        gateway.upstream.next(Script.json(200, ANSWER));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);

        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.header("x-amz-security-token")).contains("token-of-a-session");
        assertThat(exchange.header("authorization").orElse("")).contains("x-amz-security-token");
        assertSigned(exchange, ID, SECRET);
    }

    @Test
    void anApiKeyOfBedrocksIsABearers() {
        configure(Optional.of(Credential.apiKey(new Sensitive("bedrock-api-key-x"))));
        gateway.upstream.next(Script.json(200, ANSWER));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);

        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.header("authorization")).contains("Bearer bedrock-api-key-x");
        assertThat(exchange.header("x-amz-date")).isEmpty();
    }

    /** Case 21: in pieces of any size. */
    @ParameterizedTest
    @ValueSource(ints = {1, 11, 4096})
    void case21_aBinaryStreamBecomesTheClients(int size) {
        configure(pair(""));
        gateway.upstream.next(stream(
                        event("messageStart", "{\"role\":\"assistant\"}"),
                        event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Grü\"}}"),
                        event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"ße\"}}"),
                        event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                        event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                        event("metadata", "{\"usage\":{\"inputTokens\":8,\"outputTokens\":3}}"))
                .splitEvery(size));

        RawResponse answer = gateway.chat(chat(MODEL, ",\"stream\":true"));

        assertThat(answer.headers().first("content-type")).contains("text/event-stream");
        assertThat(answer.text())
                .contains("\"content\":\"Grü\"", "\"content\":\"ße\"")
                .endsWith("data: [DONE]\n\n");
        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.target()).endsWith("/converse-stream");
        assertThat(exchange.header("accept")).contains("application/vnd.amazon.eventstream");
        assertThat(gateway.event().tokens().output()).hasValue(3);
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void case20_anthropicsClientsGetTheirEvents() {
        configure(pair(""));
        gateway.upstream.next(stream(
                event("messageStart", "{\"role\":\"assistant\"}"),
                event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}"),
                event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                event("metadata", "{\"usage\":{\"inputTokens\":8,\"outputTokens\":3}}")));

        RawResponse answer =
                gateway.send(gateway.post("/v1/messages", chat(MODEL, ",\"max_tokens\":9,\"stream\":true")));

        assertThat(answer.text()).contains("event: message_start", "\"text\":\"Hi\"", "event: message_stop");
    }

    /** Case 8: a stream that is cut, or damaged, never looks complete. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void case08_aStreamThatIsTornOrDamagedIsBrokenOff(boolean damaged) {
        configure(pair(""));
        byte[] first = event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}");
        byte[] last = event("messageStop", "{\"stopReason\":\"end_turn\"}");
        last[last.length / 2] ^= (byte) (damaged ? 1 : 0);
        gateway.upstream.next(stream(first, damaged ? last : Arrays.copyOf(last, last.length - 1))
                .splitAt(first.length)
                .paced(Duration.ofMillis(300))); // so that the client has been given something

        RawResponse answer = gateway.chat(chat(MODEL, ",\"stream\":true"));

        assertThat(answer.text())
                .contains("\"content\":\"Hi\"")
                .doesNotContain("[DONE]")
                .contains("\"error\"");
        assertThat(gateway.event().outcome()).isEqualTo(Outcome.INTERRUPTED);
    }

    /** Case 6: an exception before the first content is a failure that another attempt makes good. */
    @Test
    void case06_anExceptionThatBeginsAStreamIsTriedAgain() {
        configure(pair(""));
        gateway.upstream.next(stream(exception("throttlingException", "{\"message\":\"Too many requests\"}")));
        gateway.upstream.next(stream(
                event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}"),
                event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                event("metadata", "{\"usage\":{\"inputTokens\":8,\"outputTokens\":3}}")));

        RawResponse answer = gateway.chat(chat(MODEL, ",\"stream\":true"));

        assertThat(answer.text()).contains("\"content\":\"Hi\"", "[DONE]");
        assertThat(gateway.retries()).isEqualTo(1);
    }

    @Test
    void anErrorHasTheProvidersWords() {
        configure(pair(""));
        gateway.upstream.next(Script.json(400, "{\"message\":\"The provided model identifier is invalid.\"}"));

        RawResponse answer = gateway.chat(chat(MODEL, ""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .contains("The provided model identifier is invalid.")
                .doesNotContain("canary");
    }

    @Test
    void case27_theServersOwnIdentityIsFetchedOnceForAllAndAgainBeforeItExpires() throws Exception {
        configure(Optional.empty());
        AtomicInteger fetched = new AtomicInteger();
        Instant expires = gateway.clock.instant().plus(Duration.ofMinutes(30));
        CountDownLatch mayEnd = new CountDownLatch(1);
        gateway.awsIdentity = () -> {
            int number = fetched.incrementAndGet();
            awaitQuietly(mayEnd);
            return AwsSessionCredentials.builder()
                    .accessKeyId("ASIAAMBIENT" + number)
                    .secretAccessKey("ambient-secret-" + number)
                    .sessionToken("ambient-token-" + number)
                    .expirationTime(expires.plus(Duration.ofMinutes(30L * (number - 1))))
                    .build();
        };
        gateway.upstream.otherwise(Script.json(200, ANSWER));
        Thread second = Thread.startVirtualThread(() -> gateway.chat(chat(MODEL, "")));
        Thread release = Thread.startVirtualThread(() -> {
            assertThat(gateway.get("/v1/models").status())
                    .as("event loops go on meanwhile")
                    .isEqualTo(200);
            mayEnd.countDown();
        });

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);
        second.join();
        release.join();
        assertThat(fetched).hasValue(1);
        assertSigned(gateway.upstream.awaitExchange(1, SOON).awaitRead(SOON), "ASIAAMBIENT1", "ambient-secret-1");

        gateway.clock.advance(Duration.ofMinutes(26)); // it serves while the next one is fetched
        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);
        Eventually.await(SOON, "a second look", () -> fetched.get() == 2);
        assertThat(gateway.event().credentialSource().word()).isEqualTo("ambient");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void case27_aServerThatIsNobodyAtAwsSaysSoAndCallsNobody() {
        configure(Optional.empty());

        RawResponse answer = gateway.chat(chat(MODEL, ""));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("ambient_identity_unavailable", "An operator must give it one");
        assertThat(gateway.upstream.requests()).isZero();
        assertThat(gateway.events.stream()).isEmpty();
    }

    @Test
    void anIdentityThatIsLateIsNotToldAsAProviderThatCannotBeConnectedTo() {
        try (GatewayFixture hasty = new GatewayFixture(ShortDeadlines.ofProviders())) {
            CountDownLatch never = new CountDownLatch(1);
            hasty.awsIdentity = () -> {
                awaitQuietly(never);
                throw SdkClientException.create("interrupted");
            };
            configure(hasty, Optional.empty());

            RawResponse answer = hasty.chat(chat(MODEL, ""));

            assertThat(answer.text()).contains("ambient_identity_unavailable");
            assertThat(hasty.upstream.requests()).isZero();
            never.countDown();
        }
    }

    @Test
    void aLongBodyIsSignedAsAShortOne() {
        configure(pair(""));
        gateway.upstream.next(Script.json(200, ANSWER));

        RawResponse answer = gateway.chat(chat(MODEL, "").replace("grüße", "g".repeat(300 << 10)));

        assertThat(answer.status()).isEqualTo(200);
        assertSigned(gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON), ID, SECRET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            You don't have access to the model with the specified model ID.        | CLOSED
            The security token included in the request is invalid.                 | OPEN
            The request signature we calculated does not match the signature given | OPEN
            """)
    void aModelThatIsForbiddenDoesNotCloseItsProviderToTheOthers(String message, Circuit.State circuit) {
        ProviderView provider = configure(pair(""));
        gateway.upstream.next(Script.json(403, "{\"message\":\"" + message + "\"}"));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(403);

        assertThat(gateway.circuits
                        .health(gateway.tenant.id, provider.id().orElseThrow())
                        .circuit())
                .isEqualTo(circuit);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseAccountTheDeploymentsIsIsNotTold(boolean ambient) {
        configure(ambient ? Optional.empty() : pair(""));
        gateway.awsIdentity = () -> AwsBasicCredentials.create("AKIAAMBIENT", "ambient-secret");
        gateway.upstream.next(
                Script.json(
                        403,
                        "{\"message\":\"User: arn:aws:sts::123456789012:assumed-role/qm/i-1 is not authorized to perform: bedrock:InvokeModel\"}"));

        String answer = gateway.chat(chat(MODEL, "")).text();

        assertThat(answer).contains("is not authorized to perform: bedrock:InvokeModel");
        assertThat(answer.contains("123456789012"))
                .as("one's own account is told: %s", answer)
                .isEqualTo(!ambient);
    }

    @Test
    void case27_whatHasAKeyOfItsOwnNeverHasTheServersIdentity() {
        configure(pair(""));
        gateway.awsIdentity = () -> AwsBasicCredentials.create("AKIAAMBIENT", "ambient-secret");
        gateway.upstream.next(Script.json(200, ANSWER));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);

        assertSigned(gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON), ID, SECRET);
    }

    private static Script stream(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(messages).forEach(all::writeBytes);
        return Script.answer(200, "application/vnd.amazon.eventstream", all.toByteArray());
    }

    private static byte[] event(String name, String payload) {
        return message("event", name, payload);
    }

    private static byte[] exception(String name, String payload) {
        return message("exception", name, payload);
    }

    private static byte[] message(String kind, String name, String payload) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        Map.of(":message-type", kind, ":" + kind + "-type", name).forEach((header, value) -> {
            headers.write(header.length());
            headers.writeBytes(header.getBytes(UTF_8));
            headers.write(7);
            headers.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) value.length()).array());
            headers.writeBytes(value.getBytes(UTF_8));
        });
        byte[] bytes = payload.getBytes(UTF_8);
        int total = 16 + headers.size() + bytes.length;
        ByteBuffer out = ByteBuffer.allocate(total).putInt(total).putInt(headers.size());
        out.putInt(crc(out.array(), 8)).put(headers.toByteArray()).put(bytes);
        return out.putInt(crc(out.array(), total - 4)).array();
    }

    private static int crc(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }
}
