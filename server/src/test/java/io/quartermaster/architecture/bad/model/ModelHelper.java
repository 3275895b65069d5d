package io.quartermaster.architecture.bad.model;

/** A name that says nothing. */
public final class ModelHelper {}
