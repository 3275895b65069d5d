package io.quartermaster.provider;

import io.quartermaster.secret.SealedSecret;

/** A stored credential as it is kept: sealed, and what may be shown of it. */
record StoredKey(CredentialForm form, SealedSecret sealed, String lastFour, String fingerprint) {}
