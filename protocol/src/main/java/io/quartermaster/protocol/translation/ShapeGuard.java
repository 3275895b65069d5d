package io.quartermaster.protocol.translation;

import io.quartermaster.protocol.MalformedBody;
import io.quartermaster.protocol.RequestScan;
import tools.jackson.core.JacksonException;

/** Keeps what either side sends from failing a translation in any way but those that its contract names: shapes are endless, and a call must end. */
record ShapeGuard(Translation translation) implements Translation {

    @Override
    public byte[] request(RequestScan scan, String model) throws MalformedBody {
        try {
            return translation.request(scan, model);
        } catch (RuntimeException unforeseen) {
            throw MalformedBody.of("This request has a value that cannot be translated for its model's provider.");
        }
    }

    @Override
    public Whole answer(byte[] answer) {
        try {
            return translation.answer(answer);
        } catch (JacksonException unreadable) {
            throw unreadable;
        } catch (RuntimeException unforeseen) {
            throw Trees.unreadable("a value that cannot be translated");
        }
    }

    @Override
    public byte[] error(byte[] answer, int status) {
        try {
            return translation.error(answer, status);
        } catch (RuntimeException unforeseen) {
            return translation.error(new byte[0], status);
        }
    }

    @Override
    public StreamTranslation stream() {
        return translation.stream();
    }
}
