package io.postrider.ra.outbound;

/** What an application made with a session handle, and what ends with it. */
interface Part {
    /** The physical object goes, since the handle leaves its connection; used again, the part makes another one. */
    void detach();

    /** Never to be used again. */
    void end();
}
