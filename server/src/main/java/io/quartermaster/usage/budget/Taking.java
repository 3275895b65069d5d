package io.quartermaster.usage.budget;

/** What came of asking a purse for money. */
sealed interface Taking {

    /** The money is the asker's. */
    record Taken() implements Taking {}

    /** There is not enough. */
    record Lacking(Shortage shortage) implements Taking {}

    /** The database, which would know, is away. */
    record Away() implements Taking {}

    /** The purse was put away meanwhile: ask a new one. */
    record PutAway() implements Taking {}
}
