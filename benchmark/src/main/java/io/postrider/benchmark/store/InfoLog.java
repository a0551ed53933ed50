package io.postrider.benchmark.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What RocksDB wrote in its own LOG about the write-ahead logs since the last open. */
final class InfoLog {

    private static final Pattern REUSED = Pattern.compile("reusing log (\\d+)");
    private static final Pattern STARTED = Pattern.compile("log file: #(\\d+)");

    private final List<String> lines;

    InfoLog(Path database) throws IOException {
        lines = Files.readAllLines(database.resolve("LOG"));
    }

    long reused() {
        return numbers(REUSED);
    }

    /** {@return logs begun, fresh or reused} */
    long started() {
        return numbers(STARTED);
    }

    private long numbers(Pattern pattern) {
        return lines.stream().map(pattern::matcher).filter(Matcher::find).map(found -> found.group(1)).distinct().count();
    }
}
