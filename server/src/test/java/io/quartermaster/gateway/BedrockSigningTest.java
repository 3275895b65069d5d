package io.quartermaster.gateway;

import static io.quartermaster.gateway.BedrockScene.ANSWER;
import static io.quartermaster.gateway.BedrockScene.ID;
import static io.quartermaster.gateway.BedrockScene.MODEL;
import static io.quartermaster.gateway.BedrockScene.SECRET;
import static io.quartermaster.gateway.BedrockScene.chat;
import static io.quartermaster.gateway.BedrockScene.configure;
import static io.quartermaster.gateway.BedrockScene.pair;
import static io.quartermaster.gateway.GatewayFixture.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.platform.Sensitive;
import io.quartermaster.provider.Credential;
import io.quartermaster.testkit.Eventually;
import io.quartermaster.testkit.http.RawResponse;
import io.quartermaster.testkit.upstream.Exchange;
import io.quartermaster.testkit.upstream.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Case 20: how calls to Amazon Bedrock are signed, and as whom. */
class BedrockSigningTest {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)/(\\S+), SignedHeaders=(\\S+), Signature=([0-9a-f]{64})");

    private final GatewayFixture gateway = new GatewayFixture();

    @AfterEach
    void close() {
        gateway.close();
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
        configure(gateway, pair(""));
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
    void aLongBodyIsSignedAsAShortOne() {
        configure(gateway, pair(""));
        gateway.upstream.next(Script.json(200, ANSWER));

        RawResponse answer = gateway.chat(chat(MODEL, "").replace("grüße", "g".repeat(300 << 10)));

        assertThat(answer.status()).isEqualTo(200);
        assertSigned(gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON), ID, SECRET);
    }

    @Test
    void aSessionsTokenIsSentAndSigned() {
        configure(gateway, pair(",\"session_token\":\"token-of-a-session\""));
        gateway.upstream.next(Script.json(200, ANSWER));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);

        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.header("x-amz-security-token")).contains("token-of-a-session");
        assertThat(exchange.header("authorization").orElse("")).contains("x-amz-security-token");
        assertSigned(exchange, ID, SECRET);
    }

    @Test
    void anApiKeyOfBedrocksIsABearers() {
        configure(gateway, Optional.of(Credential.apiKey(new Sensitive("bedrock-api-key-x"))));
        gateway.upstream.next(Script.json(200, ANSWER));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);

        Exchange exchange = gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON);
        assertThat(exchange.header("authorization")).contains("Bearer bedrock-api-key-x");
        assertThat(exchange.header("x-amz-date")).isEmpty();
    }

    @Test
    void case27_theServersOwnIdentityIsFetchedOnceForAllAndAgainBeforeItExpires() throws Exception {
        configure(gateway, Optional.empty());
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

    @Test
    void case27_aServerThatIsNobodyAtAwsSaysSoAndCallsNobody() {
        configure(gateway, Optional.empty());

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
    void case27_whatHasAKeyOfItsOwnNeverHasTheServersIdentity() {
        configure(gateway, pair(""));
        gateway.awsIdentity = () -> AwsBasicCredentials.create("AKIAAMBIENT", "ambient-secret");
        gateway.upstream.next(Script.json(200, ANSWER));

        assertThat(gateway.chat(chat(MODEL, "")).status()).isEqualTo(200);

        assertSigned(gateway.upstream.awaitExchange(0, SOON).awaitRead(SOON), ID, SECRET);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseAccountTheDeploymentsIsIsNotTold(boolean ambient) {
        configure(gateway, ambient ? Optional.empty() : pair(""));
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
