package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;

/** Where a chain stands: how many events it has, and the code that proves it. */
record AuditHead(long seq, Bytes mac) {}
