package io.quartermaster.gateway.signing;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Attempt.Credential;
import io.quartermaster.gateway.snapshot.Signing;
import io.quartermaster.platform.Sensitive;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Makes the headers by which clouds know whose a call is. */
public final class CallSigner {

    /** What takes no longer to hash than an event loop can spare. */
    private static final int MOST_AT_ONCE = 256 << 10;

    private final AwsSigner aws;
    private final AwsIdentity identity;
    private final GoogleTokens google;
    private final Executor executor;

    public CallSigner(AwsIdentity identity, GoogleTokens google, Executor executor, InstantSource clock) {
        this.aws = new AwsSigner(clock);
        this.identity = identity;
        this.google = google;
        this.executor = executor;
    }

    /** Fails with {@link CannotSign}. Done already unless something must be fetched first, or a long body be hashed, which then is on no event
     * loop. */
    public CompletableFuture<List<Credential>> sign(Signing signing, Attempt attempt, String uri, Buffer body) {
        return switch (signing) {
            case Signing.AwsKeyPair pair ->
                aws(CompletableFuture.completedFuture(identity(pair)), pair.region(), attempt, uri, body);
            case Signing.AwsIdentity(String region) -> aws(identity.credentials(), region, attempt, uri, body);
            case Signing.GoogleAccount account ->
                google.token(account)
                        .thenApply(token ->
                                List.of(new Credential("authorization", new Sensitive("Bearer " + token.reveal()))));
        };
    }

    private CompletableFuture<List<Credential>> aws(
            CompletableFuture<AwsCredentialsIdentity> known, String region, Attempt attempt, String uri, Buffer body) {
        return body.length() > MOST_AT_ONCE
                ? known.thenApplyAsync(found -> aws.sign(found, region, attempt, uri, body), executor)
                : known.thenApply(found -> aws.sign(found, region, attempt, uri, body));
    }

    private static AwsCredentialsIdentity identity(Signing.AwsKeyPair pair) {
        String secret = pair.secretAccessKey().reveal();
        return pair.sessionToken()
                .map(Sensitive::reveal)
                .<AwsCredentialsIdentity>map(
                        token -> AwsSessionCredentialsIdentity.create(pair.accessKeyId(), secret, token))
                .orElseGet(() -> AwsCredentialsIdentity.create(pair.accessKeyId(), secret));
    }
}
