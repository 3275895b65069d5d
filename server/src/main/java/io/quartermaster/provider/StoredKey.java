package io.quartermaster.provider;

import io.quartermaster.secret.SealedSecret;

/** A provider config's own key as it is kept: sealed, and what may be shown of it. */
record StoredKey(SealedSecret sealed, String lastFour, String fingerprint) {}
