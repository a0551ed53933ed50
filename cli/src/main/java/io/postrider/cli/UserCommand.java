package io.postrider.cli;

import io.postrider.broker.BrokerConfig;
import io.postrider.broker.config.Setting;
import io.postrider.broker.security.Role;
import io.postrider.broker.security.User;
import io.postrider.broker.security.UsersException;
import io.postrider.broker.security.UsersFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The file of users of a broker on this machine; a broker that runs takes up each change at the next login. */
@Command(name = "user", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Add, change, remove and list the users of a broker on this machine.",
        subcommands = {UserCommand.Add.class, UserCommand.Password.class, UserCommand.Remove.class, UserCommand.ListUsers.class})
final class UserCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of add, password, remove and list has to follow");
    }

    /** Where the file is: the same options as those of start. */
    static final class Location {
        @Option(names = "--data", paramLabel = "FOLDER", scope = ScopeType.LOCAL, description = "data folder of the broker (default: data)")
        private Path data;

        @Option(names = "--config", paramLabel = "FILE", description = "file of settings that the broker is started with")
        private Path config;

        UsersFile file() {
            List<String> assignments = new ArrayList<>();
            if (data != null) {
                assignments.add(Setting.DATA.key() + "=" + data);
            }
            return new UsersFile(BrokerConfig.read(config, assignments).users(), new SecureRandom());
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true,
            description = {"Add a user.", "The password is asked for, or comes from the variable POSTRIDER_PASSWORD."})
    static final class Add implements Runnable {
        @Spec
        private CommandSpec spec;
        @Mixin
        private Location location;
        @Parameters(paramLabel = "NAME")
        private String name;
        @Option(names = "--role", defaultValue = "user", description = "${COMPLETION-CANDIDATES}; an administrator may inspect and manage the broker (default: user)")
        private Role role;

        @Override
        public void run() {
            UsersFile file = location.file();
            changed(() -> file.add(name, Passwords.chosen(name), role));
            spec.commandLine().getOut().println("User " + name + " (" + role + ") was added to " + file.path() + ".");
        }
    }

    @Command(name = "password", mixinStandardHelpOptions = true,
            description = {"Give a user another password.", "It is asked for, or comes from the variable POSTRIDER_PASSWORD."})
    static final class Password implements Runnable {
        @Spec
        private CommandSpec spec;
        @Mixin
        private Location location;
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        public void run() {
            changed(() -> location.file().changePassword(name, Passwords.chosen(name)));
            spec.commandLine().getOut().println("User " + name + " has another password.");
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Remove a user. Connections that are open stay.")
    static final class Remove implements Runnable {
        @Spec
        private CommandSpec spec;
        @Mixin
        private Location location;
        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        public void run() {
            changed(() -> location.file().remove(name));
            spec.commandLine().getOut().println("User " + name + " was removed.");
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the users.")
    static final class ListUsers implements Runnable {
        @Spec
        private CommandSpec spec;
        @Mixin
        private Location location;

        @Override
        public void run() {
            UsersFile file = location.file();
            List<User> users = new ArrayList<>();
            changed(() -> users.addAll(file.current().all()));
            users.sort(Comparator.comparing(User::name));
            if (users.isEmpty()) {
                spec.commandLine().getErr().println("There is no user in " + file.path() + ".");
            }
            users.forEach(user -> spec.commandLine().getOut().printf("%-24s %s%n", user.name(), user.role()));
        }
    }

    private interface Change {
        void apply() throws UsersException;
    }

    private static void changed(Change change) {
        try {
            change.apply();
        } catch (UsersException e) {
            throw Failures.of(e);
        }
    }
}
