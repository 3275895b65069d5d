package io.quartermaster.postgres;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/** Decompresses by the {@code xz} program where there is one, which is several times faster than in Java, else in Java. */
final class XzStream {
    private XzStream() {}

    static InputStream decompress(InputStream packed) throws IOException {
        Optional<String> xz = Program.find("xz");
        return xz.isPresent() ? byProgram(xz.get(), packed) : new XZInputStream(packed);
    }

    private static InputStream byProgram(String xz, InputStream packed) throws IOException {
        Process process = Program.of(List.of(xz, "-dc"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread.ofVirtual().start(() -> {
            try (packed;
                    var input = process.getOutputStream()) {
                packed.transferTo(input);
            } catch (IOException e) {
                process.destroy(); // the reader then meets a short stream and a bad exit code
            }
        });
        return new FilterInputStream(process.getInputStream()) {
            @Override
            public void close() throws IOException {
                // Read to the end, so that the program's own check of the whole stream counts.
                transferTo(OutputStream.nullOutputStream());
                super.close();
                if (!Program.waitFor(process, Duration.ofSeconds(10)) || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new IOException("xz could not decompress PostgreSQL's programs");
                }
            }
        };
    }
}
