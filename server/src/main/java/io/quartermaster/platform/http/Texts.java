package io.quartermaster.platform.http;

/** Text that PostgreSQL can store: no U+0000, and no half of a surrogate pair. */
final class Texts {

    static final String NOT_STORABLE = "must not contain U+0000 or half of a surrogate pair";

    private Texts() {}

    static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
