package io.quartermaster.protocol.translation;

/** Says whether fragments of a JSON object are all of it by now, without keeping them. */
final class JsonEnd {

    private int depth;
    private boolean text;
    private boolean escaped;
    private boolean reached;
    private boolean blank = true;

    void read(String fragment) {
        for (int at = 0; at < fragment.length(); at++) {
            read(fragment.charAt(at));
        }
    }

    boolean reached() {
        return reached;
    }

    boolean isBlank() {
        return blank;
    }

    private void read(char letter) {
        blank &= Character.isWhitespace(letter);
        if (escaped) {
            escaped = false;
        } else if (text) {
            escaped = letter == '\\';
            text = letter != '"';
        } else {
            switch (letter) {
                case '"' -> text = true;
                case '{', '[' -> depth++;
                case '}', ']' -> reached = --depth <= 0;
                default -> {}
            }
        }
    }
}
