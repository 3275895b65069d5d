package io.quartermaster.platform.http;

/** Who makes a request, as the access rules know them; {@link Call#principal} gives the real type back. */
public interface Principal {

    /** How logs name the principal; never a secret. */
    String label();
}
