package io.quartermaster.secret;

import java.util.UUID;

/** A tenant's data key as the database keeps it: wrapped by the master key of this id. */
record WrappedDataKey(UUID id, String masterKeyId, byte[] wrapped) {}
