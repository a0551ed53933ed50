package io.postrider.benchmark.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        List<Integer> inLog = new ArrayList<>();
        for (int i = logs.size() - 1; i >= 0 && inLog.size() < 3; i--) {
            inLog = live(i);
        }
        return inLog.get(inLog.size() / 2);
    }

    int middleOfOldestLog() throws IOException {
        List<Integer> inLog = live(0);
        return inLog.get(inLog.size() / 2);
    }

    /** Flips one bit within the record of a group. */
    void damage(int group) throws IOException {
        for (Path log : logs) {
            byte[] bytes = Files.readAllBytes(log);
            int at = indexOf(bytes, NumberedGroups.marker(group));
            if (at >= 0) {
                bytes[at] ^= 1;
                Files.write(log, bytes);
                return;
            }
        }
        throw new IllegalStateException("group " + group + " is in none of " + logs);
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
        int at = indexOf(bytes, prefix);
        return at < 0 ? -1 : ByteBuffer.wrap(bytes).getInt(at + Long.BYTES + Integer.BYTES);
    }

    private static boolean written(Path log) {
        try {
            return Files.size(log) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        return indexOf(bytes, sought, 0);
    }

    private static int indexOf(byte[] bytes, byte[] sought, int from) {
        for (int i = from; i <= bytes.length - sought.length; i++) {
            if (bytes[i] == sought[0] && Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        return -1;
    }
}
