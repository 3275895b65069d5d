package io.quartermaster.gateway.snapshot;

import java.nio.charset.StandardCharsets;

/** Names as values of HTTP headers. */
final class HeaderText {

    private static final String HEX = "0123456789ABCDEF";

    private HeaderText() {}

    /** The text with everything but visible ASCII, spaces inside it aside, percent-encoded as UTF-8; {@code %} itself too. */
    static String encoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte octet : text.strip().getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet < 0x7f && octet != '%') {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX.charAt(octet >> 4 & 0xf)).append(HEX.charAt(octet & 0xf));
            }
        }
        return out.toString();
    }
}
