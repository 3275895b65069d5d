/**
 * Calls between protocols. Chat completions is the shape in the middle: a client's protocol is translated to and from it ({@link
 * io.quartermaster.protocol.translation.ClientSide}), and so is a provider's ({@link io.quartermaster.protocol.translation.ProviderSide}), so that
 * a new protocol is one more class on one side. Where both sides speak the same, nothing here is used. See docs/adr/0008-translation.md.
 */
@NullMarked
package io.quartermaster.protocol.translation;

import org.jspecify.annotations.NullMarked;
