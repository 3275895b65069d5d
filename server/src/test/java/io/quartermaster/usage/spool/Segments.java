package io.quartermaster.usage.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Segments as files, to be damaged. */
final class Segments {

    private Segments() {}

    /** Where a frame lies. */
    record Place(int from, int to) {}

    static List<Place> frames(byte[] segment) {
        FrameReader frames = new FrameReader(
                ByteBuffer.wrap(segment).order(ByteOrder.LITTLE_ENDIAN), SegmentHead.BYTES, segment.length);
        List<Place> places = new ArrayList<>();
        while (frames.next()) {
            places.add(new Place(frames.at(), frames.end()));
        }
        return places;
    }

    static void ofVersion(Path file, int version) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(8, version);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 24);
        head.putInt(24, (int) crc.getValue());
        Files.write(file, bytes);
    }
}
