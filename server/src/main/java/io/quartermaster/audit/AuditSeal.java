package io.quartermaster.audit;

/** Signs audit events with a key that is kept outside the database. */
@FunctionalInterface
public interface AuditSeal {

    /** The same code for the same message, which nobody else can make. */
    byte[] mac(byte[] message);
}
