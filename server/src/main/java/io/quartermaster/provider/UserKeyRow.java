package io.quartermaster.provider;

import io.quartermaster.secret.WrappedDataKey;
import java.util.Optional;

/** A user key with what opens it, read by one statement. */
record UserKeyRow(UserKey key, Optional<WrappedDataKey> dataKey) {}
