package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes Amazon's binary messages. */
public final class EventStreams {

    private EventStreams() {}

    public static byte[] message(Map<String, String> headers, String payload) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            byte[] text = value.getBytes(UTF_8);
            all.write(name.length());
            all.writeBytes(name.getBytes(UTF_8));
            all.write(7);
            all.writeBytes(ByteBuffer.allocate(2).putShort((short) text.length).array());
            all.writeBytes(text);
        });
        return message(all.toByteArray(), payload.getBytes(UTF_8));
    }

    public static byte[] message(byte[] headers, byte[] payload) {
        int total = 16 + headers.length + payload.length;
        ByteBuffer out = ByteBuffer.allocate(total).putInt(total).putInt(headers.length);
        out.putInt(crc(out.array(), 8)).put(headers).put(payload);
        return out.putInt(crc(out.array(), total - 4)).array();
    }

    private static int crc(byte[] bytes, int count) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }
}
