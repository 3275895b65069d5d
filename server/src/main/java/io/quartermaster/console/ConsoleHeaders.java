package io.quartermaster.console;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What browsers are told to keep out of the console: scripts and connections of anybody else, inline scripts, frames around it. Styles that
 * its components write into the page carry a nonce, made anew for each page.
 */
final class ConsoleHeaders {

    private final Map<String, String> same = new LinkedHashMap<>();

    /** @param overTls whether browsers reach this server over TLS, which they are then told to insist on */
    ConsoleHeaders(boolean overTls) {
        same.put("x-content-type-options", "nosniff");
        same.put("referrer-policy", "no-referrer");
        same.put("x-frame-options", "DENY"); // for browsers that know no frame-ancestors
        same.put("cross-origin-opener-policy", "same-origin");
        same.put("cross-origin-resource-policy", "same-origin");
        same.put("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (overTls) {
            same.put("strict-transport-security", "max-age=31536000");
        }
    }

    /** For whatever is not the page. */
    Map<String, String> ofFile() {
        return with("");
    }

    Map<String, String> ofPage(String nonce) {
        return with(" 'nonce-" + nonce + "'");
    }

    private Map<String, String> with(String styles) {
        Map<String, String> headers = new LinkedHashMap<>(same);
        headers.put(
                "content-security-policy",
                "default-src 'none'; script-src 'self'; style-src 'self'" + styles + "; img-src 'self' data:;"
                        + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                        + " frame-ancestors 'none'; object-src 'none'; manifest-src 'self'");
        return headers;
    }
}
