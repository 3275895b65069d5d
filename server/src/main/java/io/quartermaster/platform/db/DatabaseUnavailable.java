package io.quartermaster.platform.db;

/** The database cannot answer now, or not in time: the caller may try again, and sees a 503. */
public final class DatabaseUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailable(String doing, Throwable cause) {
        super(doing, cause);
    }
}
