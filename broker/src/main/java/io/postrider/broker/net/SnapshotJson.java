package io.postrider.broker.net;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Snapshot records of the core as JSON: one object, its fields named as the record's components. Any thread. */
final class SnapshotJson {
    private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

    private SnapshotJson() {
    }

    /** @throws IllegalArgumentException for what is not made of records, collections, maps, enums, strings and numbers */
    static String of(Object snapshot) {
        try {
            return WRITER.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a snapshot that is not JSON: " + snapshot.getClass().getName(), e);
        }
    }
}
