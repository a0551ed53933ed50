package io.postrider.benchmark.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The files that a crash left behind, seen as the groups in each live log. A recycled log holds old groups behind the new ones. */
final class CrashImage {

    private final List<Path> logs;
    private final int groups;

    CrashImage(Path folder, int groups) throws IOException {
        this.groups = groups;
        try (Stream<Path> files = Files.list(folder)) {
            logs = files.filter(file -> file.getFileName().toString().endsWith(".log")).filter(CrashImage::written).sorted().toList();
        }
    }

    int middleOfNewestLog() throws IOException {
        return middle(newest());
    }

    /** {@return nothing where the crash came just after the older logs were no longer needed} */
    OptionalInt middleOfLogBefore() throws IOException {
        int newest = newest();
        return newest == 0 ? OptionalInt.empty() : OptionalInt.of(middle(newest - 1));
    }

    /** Flips one bit within the record of a group. */
    void damage(int group) throws IOException {
        change(group, (bytes, at) -> {
            bytes[at] ^= 1;
            return bytes;
        });
    }

    /** Ends the log within the record of a group. */
    void cutShort(int group) throws IOException {
        change(group, (bytes, at) -> Arrays.copyOf(bytes, at + 4));
    }

    private void change(int group, Change change) throws IOException {
        for (Path log : logs) {
            byte[] bytes = Files.readAllBytes(log);
            int at = indexOf(bytes, NumberedGroups.marker(group), 0);
            if (at >= 0) {
                Files.write(log, change.of(bytes, at));
                return;
            }
        }
        throw new IllegalStateException("group " + group + " is in none of " + logs);
    }

    /** {@return the index of the last log that holds enough groups to have a middle} */
    private int newest() throws IOException {
        int log = logs.size() - 1;
        while (log > 0 && live(log).size() < 3) {
            log--;
        }
        return log;
    }

    private int middle(int log) throws IOException {
        List<Integer> inLog = live(log);
        return inLog.get(inLog.size() / 2);
    }

    /** {@return the run of rising group numbers at the start of a log; what is behind it was left by the log's former life} */
    private List<Integer> live(int log) throws IOException {
        byte[] bytes = Files.readAllBytes(logs.get(log));
        List<Integer> found = new ArrayList<>();
        int first = firstGroup(bytes);
        for (int number = first, from = 0; number >= 0 && number < groups; number++) {
            int at = indexOf(bytes, NumberedGroups.marker(number), from);
            if (at < 0) {
                break;
            }
            found.add(number);
            from = at;
        }
        return found;
    }

    private static int firstGroup(byte[] bytes) {
        byte[] prefix = Arrays.copyOf(NumberedGroups.marker(0), Long.BYTES);
        int at = indexOf(bytes, prefix, 0);
        return at < 0 ? -1 : ByteBuffer.wrap(bytes).getInt(at + Long.BYTES + Integer.BYTES);
    }

    private static boolean written(Path log) {
        try {
            return Files.size(log) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int indexOf(byte[] bytes, byte[] sought, int from) {
        for (int i = from; i <= bytes.length - sought.length; i++) {
            if (bytes[i] == sought[0] && Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        return -1;
    }

    private interface Change {
        byte[] of(byte[] bytes, int at);
    }
}
