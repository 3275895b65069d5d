package io.quartermaster.secret;

import com.google.crypto.tink.util.Bytes;
import java.util.UUID;

/** A data key as the database keeps it: wrapped by the master key of this id. */
public record WrappedDataKey(UUID id, String masterKeyId, Bytes wrapped) {}
