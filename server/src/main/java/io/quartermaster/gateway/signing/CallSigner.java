package io.quartermaster.gateway.signing;

import io.quartermaster.gateway.snapshot.Attempt;
import io.quartermaster.gateway.snapshot.Attempt.Credential;
import io.quartermaster.gateway.snapshot.Signing;
import io.quartermaster.platform.Sensitive;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Makes the headers by which clouds know whose a call is. */
public final class CallSigner {

    private final AwsSigner aws;
    private final AwsIdentity identity;
    private final GoogleTokens google;

    public CallSigner(AwsIdentity identity, GoogleTokens google, InstantSource clock) {
        this.aws = new AwsSigner(clock);
        this.identity = identity;
        this.google = google;
    }

    /** Fails with {@link CannotSign}. Done already unless something must be fetched first, which then is on no event loop. */
    public CompletableFuture<List<Credential>> sign(Signing signing, Attempt attempt, String uri, Buffer body) {
        return switch (signing) {
            case Signing.AwsKeyPair pair ->
                CompletableFuture.completedFuture(pair)
                        .thenApply(known -> aws.sign(identity(known), known.region(), attempt, uri, body));
            case Signing.AwsIdentity(String region) ->
                identity.credentials().thenApply(found -> aws.sign(found, region, attempt, uri, body));
            case Signing.GoogleAccount account ->
                google.token(account)
                        .thenApply(token ->
                                List.of(new Credential("authorization", new Sensitive("Bearer " + token.reveal()))));
        };
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
