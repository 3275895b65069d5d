package io.quartermaster.provider;

import io.quartermaster.platform.Sensitive;
import java.util.Optional;

/** The answer of the one credential resolver: what a call would send, or why it cannot be made. */
public sealed interface ResolvedCredential {

    /** The call may go out; {@code credential} is empty when the source is {@code none} or {@code ambient}. */
    record Found(CredentialSource source, Optional<Credential> credential) implements ResolvedCredential {

        /** The credential if it is a plain key, as families that speak OpenAI's protocol want it. */
        public Optional<Sensitive> apiKey() {
            return credential
                    .filter(given -> given.form() == CredentialForm.API_KEY)
                    .map(Credential::secret);
        }
    }

    /** The call may not go out. */
    record Missing(UnusableReason reason) implements ResolvedCredential {}
}
