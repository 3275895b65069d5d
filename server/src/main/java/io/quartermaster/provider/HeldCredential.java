package io.quartermaster.provider;

import io.quartermaster.secret.Unsealed;
import java.util.Optional;

/** A credential that is kept somewhere, and what opening it gave. */
public record HeldCredential(CredentialForm form, Unsealed unsealed) {

    ResolvedCredential as(CredentialSource source) {
        return switch (unsealed) {
            case Unsealed.Opened(var secret) ->
                new ResolvedCredential.Found(source, Optional.of(new Credential(form, secret)));
            case Unsealed.Closed() -> new ResolvedCredential.Missing(UnusableReason.CREDENTIAL_UNREADABLE);
        };
    }
}
