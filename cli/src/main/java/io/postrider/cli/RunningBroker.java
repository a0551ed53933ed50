package io.postrider.cli;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * The broker process of a data folder, as it wrote itself down there in the file {@value #FILE} for the other commands. The
 * file of a broker that was killed stays; that its process is gone, or is another one by now, is seen by its start time.
 *
 * @param pid     of the process
 * @param started when the process started, as the system says; EPOCH if it does not say
 * @param url     where it listens
 */
record RunningBroker(long pid, Instant started, String url) {
    static final String FILE = "running";

    /** This process. */
    static RunningBroker here(String url) {
        return new RunningBroker(ProcessHandle.current().pid(), started(ProcessHandle.current()), url);
    }

    /** The broker that runs on a data folder now. */
    static Optional<RunningBroker> of(Path data) {
        Properties written = new Properties();
        try {
            written.load(new StringReader(Files.readString(data.resolve(FILE), StandardCharsets.UTF_8)));
            RunningBroker broker = new RunningBroker(Long.parseLong(written.getProperty("pid", "")),
                    Instant.parse(written.getProperty("started", "")), written.getProperty("url", ""));
            return broker.process().isPresent() ? Optional.of(broker) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException | java.time.format.DateTimeParseException e) {
            throw new CommandFailure(ExitCode.FAILED, "the file " + data.resolve(FILE) + ", in which a broker writes its process and address, cannot be read ("
                    + e.getMessage() + "). Give the address with --url, or stop the process with kill.", e);
        }
    }

    /** The process, if it is still that one. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(process -> started(process).equals(started));
    }

    /** Whole or not at all, since other commands wait for it. */
    void write(Path data) {
        Path next = data.resolve(FILE + ".new");
        try {
            Files.writeString(next, "pid=" + pid + "\nstarted=" + started + "\nurl=" + url + "\n");
            Files.move(next, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant started(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
