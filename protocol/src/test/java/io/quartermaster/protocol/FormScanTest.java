package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormScanTest {

    private static final String TYPE = "multipart/form-data; boundary=b0";

    private static final String FILE =
            "--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\nsound\r\n";
    private static final String MODEL = "--b0\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n";
    private static final String END = "--b0--\r\n";

    @Test
    void findsWhatTheGatewayNeeds() throws MalformedBody {
        FormScan scan = scan(FILE + field("stream", "true") + MODEL + field("prompt", "eight it") + END);

        assertThat(scan.model()).contains("whisper-1");
        assertThat(scan.streamed()).isTrue();
        assertThat(scan.choices()).isEmpty();
    }

    @Test
    void theModelIsReplacedAndNoOtherByte() throws MalformedBody {
        assertThat(new String(scan(FILE + MODEL + END).withModel("höher"), UTF_8))
                .isEqualTo(FILE + MODEL.replace("whisper-1", "höher") + END);
        byte[] body = (FILE + MODEL + END).getBytes(UTF_8);
        assertThat(FormScan.of(body, TYPE).withModel("whisper-1")).isSameAs(body);
    }

    @Test
    void aModelThatIsMissingIsPutFirst() throws MalformedBody {
        FormScan scan = scan(FILE + END);

        assertThat(scan.model()).isEmpty();
        byte[] with = scan.withModel("whisper-1");
        assertThat(new String(with, UTF_8)).isEqualTo(MODEL + FILE + END);
        assertThat(FormScan.of(with, TYPE).model()).contains("whisper-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=b0",
                "Multipart/Form-Data;boundary=\"b0\"",
                "multipart/form-data; charset=utf-8; BOUNDARY=b0 ;",
            })
    void theBoundaryIsReadHoweverItIsWritten(String type) throws MalformedBody {
        assertThat(FormScan.of((FILE + MODEL + END).getBytes(UTF_8), type).model())
                .contains("whisper-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=\"b0",
                "multipart/form-data; boundary=b0; boundary=b1",
                "multipart/form-data; boundary=b0; boundary*=utf-8''b1",
                "multipart/form-data; boundary=b0; boundary*0=b1",
                "multipart/form-data; boundary=b0; filename*=utf-8''b1",
                "multipart/form-data; boundary=b0; x",
                "multipart/form-data; boundary=\"b0 \"",
                "multipart/form-data; boundary=b0ü",
                "multipart/form-data; boundary=00000000001111111111222222222233333333334444444444555555555566666666667",
                "multipart/form-data; boundary=another",
            })
    void case31_aBoundaryThatIsMissingOrUnclearIsRefused(String type) {
        assertRefused((FILE + MODEL + END).getBytes(UTF_8), type, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"true,true", "True,true", "1,true", "false,false", "0,false", "'',false"})
    void streamIsReadAsProvidersDo(String value, boolean streamed) throws MalformedBody {
        assertThat(scan(field("stream", value) + MODEL + END).streamed()).isEqualTo(streamed);
    }

    @Test
    void case31_whatReadersMayDisagreeAboutIsRefused() {
        assertRefused(MODEL + MODEL + END, "model");
        assertRefused(field("stream", "true") + field("stream", "false") + MODEL + END, "stream");
        assertRefused(MODEL.replace("name=\"model\"", "name=\"model\"; filename=\"x\"") + END, "model");
        assertRefused(MODEL.replace("\r\n\r\nwh", "\r\nContent-Transfer-Encoding: base64\r\n\r\nwh") + END, "model");
        assertRefused(MODEL.replace("name=\"model\"", "name=\"mod\\el\"") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\"a\"; name=\"model\"") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\"a\"; name*=utf-8''model") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\"a\\\"; name=\"model\"") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\"x\"; name*0=\"model\"") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\"x\"; name*0*=utf-8''model") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\"x\"; filename*0=\"a\"") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\" model\"") + END);
        assertRefused(MODEL.replace("name=\"model\"", "name=\"model\t\"") + END);
        assertRefused(FILE.replace("a.mp3\"", "a\\\"; name=\"model\"") + END);
        assertRefused(FILE.replace("a.mp3", "a\\\\") + MODEL + END);
        assertRefused(MODEL.replace("form-data", "attachment") + END);
        assertRefused(MODEL.replace("Content-Disposition:", "Content-Disposition :") + END);
        assertRefused(MODEL.replace("form-data;", "form-data;\r\n") + END);
        assertRefused(MODEL.replace(
                        "Content-Disposition", "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition")
                + END);
        assertRefused("--b0\r\n\r\nwhisper-1\r\n" + END);
        assertRefused(FILE.replace("audio/mpeg", "multipart/mixed; boundary=b1") + MODEL + END);
        assertRefused(field("model", "\u0000".repeat(5_000)) + END, "model");
    }

    @Test
    void case31_linesThatOnlyLookLikeTheBoundaryAreRefused() {
        assertRefused(FILE.replace("sound", "so\r\n--b0x\r\nund") + MODEL + END);
        assertRefused(FILE.replace("sound", "so\r\n--b0 --\r\nund") + MODEL + END);
        assertRefused(FILE.replace("sound", "so\n--b0\r\nund") + MODEL + END);
        assertRefused(FILE.replace("sound", "so\r--b0\r\nund") + MODEL + END);
        assertRefused(FILE.replace("sound", "--b0\r\nund") + MODEL + END);
        assertRefused(FILE + MODEL + END + MODEL + END);
        assertRefused("before\r\n" + FILE + MODEL + END);
        assertRefused(END);
        assertRefused("");
    }

    @Test
    void aBoundaryWithinALineIsData() throws MalformedBody {
        FormScan scan = scan(FILE.replace("sound", "so--b0--und\r\n-\r\n--\r\n--b\r\n") + MODEL + END);

        assertThat(scan.model()).contains("whisper-1");
    }

    @Test
    void case31_hugeHeadersAndManyPartsAreRefused() {
        assertRefused(FILE.replace("a.mp3", "a".repeat(9_000)) + MODEL + END);
        assertRefused(field("a", "b").repeat(129) + MODEL + END);
    }

    @Test
    void case31_aFormThatIsCutAnywhereIsRefused() {
        byte[] whole = (FILE + field("stream", "true") + MODEL + END).getBytes(UTF_8);
        int complete = whole.length - "\r\n".length(); // the last line's end may be missing
        for (int length = 0; length < whole.length; length++) {
            if (length != complete) {
                assertRefused(Arrays.copyOf(whole, length), TYPE, Optional.empty());
            }
        }
    }

    @Test
    void soundIsAsLongAsItsContainerSays() throws MalformedBody {
        assertThat(withFile(wave(64_000, 16_000, 1, 16)).sound()).isEqualTo(new SoundLength(2_001, 2_001));
        assertThat(withFile(flac(5_000, 44_100, 2, 16, 88_200)).sound()).isEqualTo(new SoundLength(2_001, 2_001));
        SoundLength packed = withFile(new byte[80_000]).sound();
        assertThat(packed).isEqualTo(new SoundLength(10_001, 160_001));
        assertThat(withFile(new byte[80_000]).textTokens()).isEqualTo(101 + 3);
    }

    @Test
    void aFileNameMayBeToldInBothWays() throws MalformedBody {
        assertThat(scan(FILE.replace("a.mp3\"", "a.mp3\"; filename*=utf-8''h%C3%B6her.mp3") + MODEL + END)
                        .model())
                .contains("whisper-1");
    }

    @Test
    void aContainerIsNotBelievedThatIsTooShortForItsOctets() throws MalformedBody {
        SoundLength unknown = withFile(new byte[80_000]).sound();
        assertThat(withFile(flac(80_000, 16_000, 1, 16, 100)).sound()).isEqualTo(unknown);
        assertThat(withFile(flac(80_000, 655_350, 8, 32, 16_000)).sound()).isEqualTo(unknown);
        assertThat(withFile(flac(80_000, 16_000, 1, 16, 80_000)).sound()).isEqualTo(new SoundLength(5_001, 5_001));
        assertThat(withFile(wave(79_956, 16_000, 1, 16)).sound()).isEqualTo(new SoundLength(2_499, 2_499));
        assertThat(withFile(wave(79_956, 4_000_000, 1, 16)).sound()).isEqualTo(unknown);
        assertThat(withFile(wave(79_956, 16_000, 4_000, 16)).sound()).isEqualTo(unknown);
        assertThat(withFile(wave(79_956, 16_000, 1, 0xfff8)).sound()).isEqualTo(unknown);
    }

    @Test
    void picturesInAFileAreNoSound() throws MalformedBody {
        ByteBuffer tagged = ByteBuffer.allocate(80_000).put(flac(42, 16_000, 1, 16, 16_000));
        tagged.put(4, (byte) 0).put(42, (byte) (0x80 | 6)).put(43, (byte) 0).putShort(44, (short) 60_000);

        assertThat(withFile(tagged.array()).sound()).isEqualTo(new SoundLength(1_001, 1_001));
    }

    @Test
    void soundIsCountedThatIsNotSaidToBeAFile() throws MalformedBody {
        String noName = FILE.replace("; filename=\"a.mp3\"", "");
        SoundLength five = new SoundLength(1, 11);
        assertThat(scan(noName + MODEL + END).sound()).isEqualTo(five);
        assertThat(scan(noName.replace("\"file\"", "\"sound\"") + MODEL + END).sound())
                .isEqualTo(five);
        assertThat(scan(noName.replace("\r\nContent-Type: audio/mpeg", "") + MODEL + END)
                        .sound())
                .isEqualTo(five);
        assertThat(scan(MODEL.replace("\r\n\r\n", "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n") + END)
                        .sound())
                .isEqualTo(SoundLength.NONE);
    }

    private static byte[] wave(int octets, int rate, int channels, int bits) {
        ByteBuffer wave = ByteBuffer.allocate(44 + octets).order(ByteOrder.LITTLE_ENDIAN);
        wave.put("RIFF".getBytes(UTF_8)).putInt(36 + octets).put("WAVEfmt ".getBytes(UTF_8));
        wave.putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(1);
        wave.putShort((short) 1)
                .putShort((short) bits)
                .put("data".getBytes(UTF_8))
                .putInt(octets);
        return wave.array();
    }

    private static byte[] flac(int octets, long rate, long channels, long bits, long samples) {
        ByteBuffer flac = ByteBuffer.allocate(octets);
        flac.put("fLaC".getBytes(UTF_8)).putInt(0x8000_0000 | 34).put(new byte[10]);
        flac.putLong((rate << 44) | ((channels - 1) << 41) | ((bits - 1) << 36) | samples);
        return flac.array();
    }

    private static FormScan withFile(byte[] sound) throws MalformedBody {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String[] around = (FILE + MODEL + END).split("sound", 2);
        body.writeBytes(around[0].getBytes(UTF_8));
        body.writeBytes(sound);
        body.writeBytes(around[1].getBytes(UTF_8));
        return FormScan.of(body.toByteArray(), TYPE);
    }

    private static String field(String name, String value) {
        return "--b0\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static FormScan scan(String body) throws MalformedBody {
        return FormScan.of(body.getBytes(UTF_8), TYPE);
    }

    private static void assertRefused(String body) {
        assertRefused(body.getBytes(ISO_8859_1), TYPE, Optional.empty());
    }

    private static void assertRefused(String body, String field) {
        assertRefused(body.getBytes(ISO_8859_1), TYPE, Optional.of(field));
    }

    private static void assertRefused(byte[] body, String type, Optional<String> field) {
        assertThatThrownBy(() -> FormScan.of(body, type))
                .as(() -> new String(body, ISO_8859_1))
                .isInstanceOfSatisfying(
                        MalformedBody.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(field));
    }
}
