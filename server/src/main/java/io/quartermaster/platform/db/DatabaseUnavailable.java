package io.quartermaster.platform.db;

/** The database cannot be reached, or did not answer in time; the caller may try again. */
public class DatabaseUnavailable extends RuntimeException {

    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
