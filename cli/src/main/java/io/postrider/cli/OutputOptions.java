package io.postrider.cli;

import picocli.CommandLine.Option;

/** How the messages that a command shows are written. */
final class OutputOptions {
    @Option(names = "--json", description = "each message with header and properties as JSON on a line")
    private boolean json;

    @Option(names = "--raw", description = "the body of a BytesMessage as it is, also on a terminal, which is shown its length and first bytes otherwise")
    private boolean raw;

    MessageOutput standard() {
        return MessageOutput.standard(json ? MessageOutput.Form.JSON : raw || !isTerminal() ? MessageOutput.Form.RAW : MessageOutput.Form.SHOWN);
    }

    /** As the script says, which can ask: Java 17 cannot. */
    private static boolean isTerminal() {
        return "terminal".equals(System.getProperty("postrider.output"));
    }
}
