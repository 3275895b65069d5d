package io.quartermaster.gateway.signing;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Attempt.Credential;
import io.quartermaster.platform.Sensitive;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs calls of Bedrock with AWS's signature, version 4. The path is signed as it is sent, encoded once more: ids of models have colons
 * and slashes, which travel as {@code %3A} and {@code %2F} and are signed as {@code %253A} and {@code %252F}.
 */
final class AwsSigner {

    private static final String SERVICE = "bedrock";
    private static final String HOST = "Host";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final InstantSource clock;

    AwsSigner(InstantSource clock) {
        this.clock = clock;
    }

    /** @param uri path and query as they are sent */
    List<Credential> sign(AwsCredentialsIdentity identity, String region, Attempt attempt, String uri, Buffer body) {
        Instant now = clock.instant();
        byte[] bytes = body.getBytes();
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .protocol(attempt.tls() ? "https" : "http")
                .host(attempt.host())
                .port(attempt.port())
                .encodedPath(uri)
                .putHeader(HOST, attempt.hostHeader())
                .build();
        SdkHttpRequest signed = signer.sign(sign -> sign.identity(identity)
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(bytes))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(now, ZoneOffset.UTC)))
                .request();
        return signed.headers().entrySet().stream()
                .filter(header -> !header.getKey().equals(HOST))
                .map(header -> new Credential(
                        header.getKey(), new Sensitive(header.getValue().getFirst())))
                .toList();
    }
}
