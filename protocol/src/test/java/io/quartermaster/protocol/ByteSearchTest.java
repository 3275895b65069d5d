package io.quartermaster.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteSearchTest {

    @Test
    void findsWhatLookingAtEachOctetFinds() {
        Random random = new Random(7);
        byte[] alphabet = {'u', '\n', '\r', 't', 'v', 0, 1, (byte) 0x80, (byte) ('u' + 0x80), (byte) 0xff, '\u000b'};
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? alphabet[random.nextInt(alphabet.length)] : (byte) 'x';
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            assertThat(ByteSearch.first(bytes, from, to, '\n', '\r')).isEqualTo(plainFirst(bytes, from, to));
            assertThat(ByteSearch.last(bytes, from, to, 'u')).isEqualTo(plainLast(bytes, from, to));
        }
    }

    private static int plainFirst(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    private static int plainLast(byte[] bytes, int from, int to) {
        int at = to - 1;
        while (at >= from && bytes[at] != 'u') {
            at--;
        }
        return at;
    }
}
