package io.postrider.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong ends in one sentence that names the value and says what to do, and nothing stored is lost by it. */
@Timeout(300)
class BadInputIT {
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = RunningProcess.newFolder();
    }

    @AfterEach
    void deleteFolder() throws IOException {
        RunningProcess.delete(folder);
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path data = folder.resolve("data");
            for (List<String> start : List.of(List.of("start"), List.of("start", "--background"))) {
                List<String> arguments = new ArrayList<>(start);
                arguments.addAll(List.of("--data", data.toString(), "--port", Integer.toString(socket.getLocalPort())));
                CommandRun.run(arguments.toArray(String[]::new)).refused(ExitCode.FAILED, "127.0.0.1:" + socket.getLocalPort(), "another");
                assertFalse(Files.exists(data), () -> start + " has left a data folder behind");
            }
        }
    }

    @Test
    void a_data_folder_that_another_broker_uses_is_named_with_its_process() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            CommandRun.run("send", "--url", broker.url(), "--queue", "kept", "before").done();
            CommandRun.run("start", "--data", broker.data().toString(), "--port", "0")
                    .refused(ExitCode.FAILED, broker.data().toString(), "in use by another broker (process " + broker.pid() + ")");
            CommandRun.run("start", "--background", "--data", broker.data().toString(), "--port", "0")
                    .refused(ExitCode.FAILED, broker.data().toString(), "in use by another broker");
            assertEquals("before\n", CommandRun.run("receive", "--url", broker.url(), "--queue", "kept").done().text());
        }
    }

    @Test
    void a_data_folder_that_is_a_file_is_named() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        CommandRun.run("start", "--data", file.toString(), "--port", "0").refused(ExitCode.FAILED, file.toString());
    }

    @Test
    void a_folder_of_somebody_else_is_left_as_it_is() throws Exception {
        Files.createFile(folder.resolve("passwd"));
        CommandRun.run("start", "--data", folder.toString(), "--port", "0").refused(ExitCode.FAILED, folder.toString(), "passwd", "Name a folder");
        try (var there = Files.list(folder)) {
            assertEquals(List.of("passwd"), there.map(each -> each.getFileName().toString()).toList());
        }
    }

    @Test
    void an_example_without_a_broker_says_so_in_one_sentence() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        CommandRun.run("example", "queue", "--url", "postrider://127.0.0.1:" + port).refused(ExitCode.NO_BROKER, "127.0.0.1:" + port);
    }

    @Test
    void a_data_folder_that_cannot_be_written_is_named() throws Exception {
        Path locked = Files.createDirectory(folder.resolve("locked"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        Assumptions.assumeFalse(Files.isWritable(locked), "this user may write everywhere");
        CommandRun.run("start", "--data", locked.toString(), "--port", "0").refused(ExitCode.FAILED, locked.toString(), "cannot be written");
    }

    @Test
    void a_data_folder_of_a_newer_format_is_named() throws Exception {
        Files.writeString(folder.resolve("format"), "postrider store format 99\n");
        CommandRun.run("start", "--data", folder.toString(), "--port", "0").refused(ExitCode.FAILED, folder.toString(), "format 99", "newer broker");
    }

    @Test
    void a_data_folder_of_a_format_before_the_first_release_is_named() throws Exception {
        Files.writeString(folder.resolve("format"), "postrider store format 1\n");
        CommandRun.run("start", "--data", folder.toString(), "--port", "0").refused(ExitCode.FAILED, folder.toString(), "format 1", "another folder");
    }

    @Test
    void a_nearly_full_disk_refuses_messages_and_names_the_folder() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            CommandRun.run("send", "--url", broker.url(), "--queue", "kept", "before").done();
            broker.terminate();
            broker.startAgain("diskReserveBytes=1024 TiB");
            CommandRun.run("send", "--url", broker.url(), "--queue", "kept", "after").refused(ExitCode.FAILED, broker.data().toString(), "free");
            // taking out makes room, and goes on
            assertEquals("before\n", CommandRun.run("receive", "--url", broker.url(), "--queue", "kept").done().text());
            assertTrue(CommandRun.run("status", "--url", broker.url(), "--interval", "0").done().text().contains("messages are refused"));
        }
    }

    @Test
    void a_wrong_password_is_no_connection() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            CommandRun.given().variable("POSTRIDER_PASSWORD", "right").run("user", "add", "anna", "--role", "administrator", "--data", broker.data().toString()).done();
            CommandRun.given().variable("POSTRIDER_PASSWORD", "right").run("send", "--url", broker.url(), "--user", "anna", "--queue", "kept", "hello").done();
            CommandRun.given().variable("POSTRIDER_PASSWORD", "wrong").run("receive", "--url", broker.url(), "--user", "anna", "--queue", "kept")
                    .refused(ExitCode.NOT_PERMITTED, "anna");
            CommandRun.given().variable("POSTRIDER_PASSWORD", "wrong").run("status", "--url", broker.url(), "--user", "anna").refused(ExitCode.NOT_PERMITTED, "anna");
            CommandRun.run("receive", "--url", broker.url(), "--user", "anna", "--queue", "kept").refused(ExitCode.USAGE, "anna", "POSTRIDER_PASSWORD");
            assertTrue(CommandRun.given().variable("POSTRIDER_PASSWORD", "right").run("status", "--url", broker.url(), "--user", "anna").done().text().contains("kept"));
        }
    }

    @Test
    void a_wrong_selector_is_shown_with_the_place() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            CommandRun.run("send", "--url", broker.url(), "--queue", "kept", "hello").done();
            CommandRun.run("receive", "--url", broker.url(), "--queue", "kept", "--selector", "amount > > 5").refused(ExitCode.USAGE, "amount > > 5", "position");
            CommandRun.run("browse", "--url", broker.url(), "--queue", "kept", "--selector", "amount ==").refused(ExitCode.USAGE, "amount ==", "position");
        }
    }

    @Test
    void a_mistyped_queue_is_not_made_by_looking_into_it() throws Exception {
        try (RunningProcess broker = RunningProcess.start()) {
            CommandRun.run("send", "--url", broker.url(), "--queue", "orders.eu", "hello").done();
            CommandRun.run("browse", "--url", broker.url(), "--queue", "order.eu").refused(ExitCode.FAILED, "no queue 'order.eu'", "there is 'orders.eu'");
            CommandRun.run("browse", "--url", broker.url(), "--queue", "elsewhere").refused(ExitCode.FAILED, "no queue 'elsewhere'", "status");
            String status = CommandRun.run("status", "--url", broker.url(), "--interval", "0").done().text();
            assertTrue(status.contains("orders.eu") && !status.contains("order.eu ") && !status.contains("elsewhere"), status);
            CommandRun.given().variable("POSTRIDER_PASSWORD", "p").run("user", "add", "anna", "--data", broker.data().toString()).done();
            // who may not see the status is not told what there is
            CommandRun.given().variable("POSTRIDER_PASSWORD", "p").run("browse", "--url", broker.url(), "--user", "anna", "--queue", "order.eu")
                    .refused(ExitCode.FAILED, "no queue 'order.eu'; the first message");
            assertEquals("hello\n", CommandRun.given().variable("POSTRIDER_PASSWORD", "p")
                    .run("browse", "--url", broker.url(), "--user", "anna", "--queue", "orders.eu").done().text());
        }
    }

    @Test
    void an_unknown_destination_is_named_where_use_does_not_make_it() throws Exception {
        try (RunningProcess broker = RunningProcess.start("createDestinations=false")) {
            CommandRun.run("send", "--url", broker.url(), "--queue", "nowhere", "hello").refused(ExitCode.FAILED, "nowhere", "createDestinations");
            CommandRun.run("receive", "--url", broker.url(), "--topic", "nowhere").refused(ExitCode.FAILED, "nowhere");
        }
    }

    @Test
    void a_message_above_the_bound_is_refused_with_both_sizes_and_the_others_are_kept() throws Exception {
        try (RunningProcess broker = RunningProcess.start("messageBytesMax=2 KiB")) {
            CommandRun.given().input("small\n" + "x".repeat(5_000) + "\nsmall too\n").run("send", "--url", broker.url(), "--queue", "kept", "--each-line")
                    .refused(ExitCode.FAILED, "message 2 was not sent", "2048");
            assertTrue(CommandRun.run("receive", "--url", broker.url(), "--queue", "kept").done().text().startsWith("small\n"));
        }
    }

    @Test
    void without_a_broker_the_address_is_named() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "postrider://127.0.0.1:" + port;
        CommandRun.run("send", "--url", url, "--queue", "a", "hello").refused(ExitCode.NO_BROKER, "127.0.0.1:" + port, "is the broker running", "postrider start");
        CommandRun.run("status", "--url", url).refused(ExitCode.NO_BROKER, "127.0.0.1:" + port, "is the broker running", "postrider start");
        CommandRun.run("stop", "--data", folder.toString()).refused(ExitCode.NO_BROKER, folder.toString());
    }

    @Test
    void a_user_that_is_there_or_not_is_named() throws Exception {
        String data = folder.toString();
        CommandRun.given().variable("POSTRIDER_PASSWORD", "p").run("user", "add", "anna", "--data", data).done();
        CommandRun.given().variable("POSTRIDER_PASSWORD", "p").run("user", "add", "anna", "--data", data).refused(ExitCode.FAILED, "anna");
        CommandRun.run("user", "remove", "bert", "--data", data).refused(ExitCode.FAILED, "bert");
        CommandRun.run("user", "add", "carl", "--data", data).refused(ExitCode.USAGE, "carl", "POSTRIDER_PASSWORD");
        assertEquals("anna user", CommandRun.run("user", "list", "--data", data).done().text().strip().replaceAll(" +", " "));
        CommandRun.run("user", "remove", "anna", "--data", data).done();
        assertEquals("", CommandRun.run("user", "list", "--data", data).done().text());
    }
}
