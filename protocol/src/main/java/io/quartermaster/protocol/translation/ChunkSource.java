package io.quartermaster.protocol.translation;

/** Reads a provider's stream, event by event. What cannot be read throws Jackson's exception. */
interface ChunkSource {

    void data(String data);

    /** The stream ended; whether its message is whole. */
    boolean end();

    /** Whether nothing may follow. */
    boolean isOver();

    /** How many octets, about, are kept until they can be passed on. */
    default int held() {
        return 0;
    }
}
