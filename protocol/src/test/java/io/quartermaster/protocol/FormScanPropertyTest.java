package io.quartermaster.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random forms, their data made of what boundaries are made of, read again by a reader that knows only how they were put together. */
class FormScanPropertyTest {

    private static final String BOUNDARY = "-b-";
    private static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;
    private static final String[] CRUMBS = {
        "-", "--", "b", "-b", "--b-", "---b", "\r", "\n", "\r\n", "\r\n-", "x", "\u0000", "\u00ff"
    };

    @RepeatedTest(500)
    void whatIsReadIsWhatWasWritten(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> data = new ArrayList<>();
        int parts = 1 + random.nextInt(5);
        for (int i = 0; i < parts; i++) {
            data.add(crumbs(random));
        }
        int modelAt = random.nextInt(parts + 1);
        String before = form(data, modelAt, "gpt-audio");

        FormScan scan;
        try {
            scan = FormScan.of(before.getBytes(ISO_8859_1), TYPE);
        } catch (MalformedBody refused) {
            assertThat(data).as(refused.getMessage()).anyMatch(FormScanPropertyTest::looksLikeABoundary);
            return;
        }
        assertThat(data).noneMatch(FormScanPropertyTest::looksLikeABoundary);
        assertThat(scan.model()).contains("gpt-audio");
        assertThat(new String(scan.withModel("another"), ISO_8859_1)).isEqualTo(form(data, modelAt, "another"));
    }

    /** Whether a reader might take a line of it for the boundary. */
    private static boolean looksLikeABoundary(String data) {
        return ("\n" + data).replace('\r', '\n').contains("\n--" + BOUNDARY);
    }

    private static String crumbs(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(CRUMBS[random.nextInt(CRUMBS.length)]);
        }
        return text.toString();
    }

    private static String form(List<String> data, int modelAt, String model) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i <= data.size(); i++) {
            if (i == modelAt) {
                form.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=model\r\n\r\n")
                        .append(model)
                        .append("\r\n");
            }
            if (i < data.size()) {
                form.append("--" + BOUNDARY + "\r\ncontent-disposition: form-data; name=\"f")
                        .append(i)
                        .append("\"; filename=\"a;b.mp3\"\r\n\r\n")
                        .append(data.get(i))
                        .append("\r\n");
            }
        }
        return form.append("--" + BOUNDARY + "--").toString();
    }
}
