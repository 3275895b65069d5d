package io.quartermaster.architecture.bad.unmarked;

/** In a package without package-info. */
public final class Unmarked {}
