package io.quartermaster.audit;

import com.google.crypto.tink.util.Bytes;
import java.util.HexFormat;

/** Where a chain stands: how many events it has, and the code that proves it. */
public record AuditHead(long seq, Bytes mac) {

    /** The code in hex digits, as people keep it. */
    public String code() {
        return HexFormat.of().formatHex(mac.toByteArray());
    }
}
