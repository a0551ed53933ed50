package io.postrider.broker.store;

/** The column families of the store, by the id that RocksDB gives them in the order of their creation. */
public enum Family {
    /** Small records that are overwritten: ordinary put and delete. */
    STATE(1),
    /** Messages, matches and delayed messages: each key is put once and removed once. */
    MESSAGES(2),
    /** Bodies above the inline limit, in chunks: each key is put once and removed once. */
    CHUNKS(3);

    private final int id;

    Family(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    /** The family of that id. @throws IllegalArgumentException if there is none */
    public static Family ofId(int id) {
        for (Family family : values()) {
            if (family.id == id) {
                return family;
            }
        }
        throw new IllegalArgumentException("column family id " + id + ", expected 1 to 3");
    }
}
