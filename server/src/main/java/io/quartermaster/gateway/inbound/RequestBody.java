package io.quartermaster.gateway.inbound;

import io.quartermaster.gateway.Admission;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Collects a request body, counted against what this node has room for. Usually it is one piece, which is then not copied twice. */
final class RequestBody {

    /** What came of a piece. */
    enum Fit {
        TAKEN,
        TOO_LARGE,
        NO_ROOM
    }

    private final Admission admission;
    private @Nullable Buffer first;
    private @Nullable Buffer all;
    private int length;

    RequestBody(Admission admission) {
        this.admission = admission;
    }

    /** @param most that the whole may have */
    Fit add(Buffer piece, int most) {
        int grown = length + piece.length();
        if (grown > most) {
            return Fit.TOO_LARGE;
        }
        if (!admission.tryGrow(length, grown)) {
            return Fit.NO_ROOM;
        }
        length = grown;
        if (first == null) {
            first = piece;
        } else {
            if (all == null) {
                all = Buffer.buffer().appendBuffer(first);
            }
            all.appendBuffer(piece);
        }
        return Fit.TAKEN;
    }

    byte[] bytes() {
        Buffer whole = all == null ? first : all;
        first = null;
        all = null;
        return whole == null ? new byte[0] : whole.getBytes();
    }

    /** Gives the room back; call it when the request is over. */
    void release() {
        admission.shrink(length);
        length = 0;
    }
}
