package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import java.util.Optional;

/** The answer of the one credential resolver: what a call would send, or why it cannot be made. */
public sealed interface ResolvedCredential {

    /** The call may go out; {@code key} is empty when the source is {@code none} or {@code ambient}. */
    record Found(CredentialSource source, Optional<Sensitive> key) implements ResolvedCredential {}

    /** The call may not go out. */
    record Missing(UnusableReason reason) implements ResolvedCredential {}
}
