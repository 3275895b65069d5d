package io.quartermaster.gateway.signing;

import io.quartermaster.gateway.UpstreamFault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The identity that this server has at AWS: by its environment, a profile, a web identity, its container or its instance, as AWS's own
 * clients look for it. Nothing is looked for before a call needs it.
 */
public final class AwsIdentity {

    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);
    private static final Duration SERVES_UNTIL = Duration.ofSeconds(30);
    private static final Duration LONGEST_KEPT =
            Duration.ofMinutes(1); // what does not say when it expires may be changed by anybody

    /** Without a word on when they expire: through a while in which their source cannot be asked, not for ever. */
    private static final Duration LONGEST_SERVED = Duration.ofMinutes(5);

    private final Refreshed<AwsCredentialsIdentity> credentials;

    /** @param source may block */
    public AwsIdentity(AwsCredentialsProvider source, Executor executor, InstantSource clock) {
        this.credentials = new Refreshed<>(
                () -> fetch(source, clock.instant()),
                executor,
                clock,
                Refreshed.LONGEST,
                UpstreamFault.IDENTITY_UNAVAILABLE);
    }

    public static AwsIdentity ofThisServer(Executor executor, InstantSource clock) {
        return new AwsIdentity(DefaultCredentialsProvider.builder().build(), executor, clock);
    }

    CompletableFuture<AwsCredentialsIdentity> credentials() {
        return credentials.value();
    }

    private static Refreshed.Fetched<AwsCredentialsIdentity> fetch(AwsCredentialsProvider source, Instant now)
            throws CannotSign {
        try {
            AwsCredentials found = source.resolveCredentials();
            Instant expires = found.expirationTime().orElse(Instant.MAX);
            boolean lasts = expires.isAfter(now.plus(RENEWED_BEFORE));
            Instant latest = now.plus(LONGEST_KEPT);
            Instant renew = lasts ? expires.minus(RENEWED_BEFORE) : now;
            boolean told = found.expirationTime().isPresent();
            return new Refreshed.Fetched<>(
                    found, told ? renew : latest, told ? expires.minus(SERVES_UNTIL) : now.plus(LONGEST_SERVED));
        } catch (SdkException none) { // its message may quote a file
            throw new CannotSign(UpstreamFault.IDENTITY_UNAVAILABLE, none);
        }
    }
}
