package io.quartermaster.provider;

/**
 * A credential as a caller gave it, checked.
 *
 * @param lastFour what may be shown of it: the end of a key, or of the id that a structured credential has
 */
record GivenCredential(Credential credential, String lastFour) {}
