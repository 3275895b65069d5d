package io.quartermaster.secret;

import io.quartermaster.platform.Sensitive;

/** What opening a sealed secret gave. */
public sealed interface Unsealed {

    /** The secret. */
    record Opened(Sensitive secret) implements Unsealed {}

    /** It does not open: another master key, a moved or damaged ciphertext. Shown as such and never sent. */
    record Closed() implements Unsealed {}
}
