package io.postrider.broker.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The settings that somebody has given, as texts, and what each setting is: a given text or the default, checked against the
 * kind and bound of its {@link Setting}. Used by one thread while the broker starts.
 */
public final class ConfigValues {
    /** A configuration is a page of text; more is not one. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    /** @param line of the file that gives it, such as "line 3 of FILE"; null if no file does */
    private record Given(String text, String line) {
    }

    private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

    /**
     * Takes every setting of a YAML file: one mapping of keys to values.
     *
     * @throws ConfigException if it cannot be read, is no such mapping or has an unknown key
     */
    public ConfigValues readFile(Path file) {
        Optional<Node> root = composed(file);
        if (root.isEmpty()) {
            return this;
        }
        if (!(root.get() instanceof MappingNode settings)) {
            throw new ConfigException("the configuration file " + file + " is expected to hold lines of 'key: value'");
        }
        Set<String> keys = new HashSet<>();
        for (NodeTuple setting : settings.getValue()) {
            String line = "line " + setting.getKeyNode().getStartMark().map(mark -> mark.getLine() + 1).orElse(0) + " of " + file;
            if (!(setting.getKeyNode() instanceof ScalarNode key && setting.getValueNode() instanceof ScalarNode value)) {
                throw new ConfigException(line + " is expected to be a key and one text or number");
            }
            if (!keys.add(key.getValue())) {
                throw new ConfigException(line + " gives " + key.getValue() + " a second time");
            }
            try {
                given.put(Setting.ofKey(key.getValue()), new Given(value.getValue(), line));
            } catch (ConfigException e) {
                throw new ConfigException(line + ": " + e.getMessage(), e);
            }
        }
        return this;
    }

    /**
     * Takes settings of the form {@code key=value}; they win over what was taken before.
     *
     * @throws ConfigException if one has no equals sign or an unknown key
     */
    public ConfigValues override(List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 0) {
                throw new ConfigException("'" + assignment + "' is expected to have the form key=value");
            }
            set(assignment.substring(0, equals).strip(), assignment.substring(equals + 1).strip());
        }
        return this;
    }

    /** Takes one setting. @throws ConfigException if the key is unknown */
    public ConfigValues set(String key, String value) {
        given.put(Setting.ofKey(key), new Given(value, null));
        return this;
    }

    /** A setting of kind TEXT. */
    public String text(Setting setting) {
        String text = of(setting);
        if (text.isBlank()) {
            throw wrong(setting, text);
        }
        return text;
    }

    /** A setting of kind PATH; null if it is left out and has no default. */
    public Path path(Setting setting) {
        String text = of(setting);
        if (text == null) {
            return null;
        }
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            throw new ConfigException(wrong(setting, text).getMessage(), e);
        }
        throw wrong(setting, text);
    }

    /** A setting of kind FLAG. */
    public boolean flag(Setting setting) {
        String text = of(setting);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(setting, text);
        };
    }

    /** A number of kind COUNT or DURATION that fits into an int by its bound. */
    public int integer(Setting setting) {
        return Math.toIntExact(number(setting));
    }

    /** A number of kind COUNT, BYTES or DURATION. */
    public long number(Setting setting) {
        return within(setting, of(setting));
    }

    /** The same, or {@code otherwise} if it is left out and has no default. */
    public long number(Setting setting, long otherwise) {
        String text = of(setting);
        return text == null ? otherwise : within(setting, text);
    }

    private String of(Setting setting) {
        return given.containsKey(setting) ? given.get(setting).text : setting.defaultText();
    }

    /**
     * What is wrong with the values of some settings, behind the line of the file that gives the first one that a file gives.
     *
     * @param sentence names the settings, the values and what was expected
     */
    public ConfigException refused(String sentence, Throwable cause, Setting... about) {
        for (Setting setting : about) {
            if (given.containsKey(setting) && given.get(setting).line != null) {
                return new ConfigException(given.get(setting).line + ": " + sentence, cause);
            }
        }
        return new ConfigException(sentence, cause);
    }

    private long within(Setting setting, String text) {
        long number = switch (setting.kind()) {
            case COUNT -> Quantity.count(text);
            case BYTES -> Quantity.bytes(text);
            case DURATION -> Quantity.ms(text);
            case TEXT, PATH, FLAG -> throw new IllegalArgumentException(setting + " is no number");
        };
        if (number < setting.min() || number > setting.max()) {
            throw wrong(setting, text);
        }
        return number;
    }

    private ConfigException wrong(Setting setting, String text) {
        return refused("the setting " + setting.key() + " is '" + text + "', expected " + setting.expected(), null, setting);
    }

    /** The nodes and not the values that YAML makes of them, so that a text means the same in the file and in an override. */
    private static Optional<Node> composed(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
            if (bytes.length > FILE_BYTES_MAX) {
                throw new ConfigException("the configuration file " + file + " has more than " + Quantity.ofBytes(FILE_BYTES_MAX));
            }
            LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
            return new Compose(settings).composeInputStream(new ByteArrayInputStream(bytes));
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration file " + file, e);
        } catch (IOException e) {
            throw new ConfigException("the configuration file " + file + " cannot be read: " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            throw new ConfigException("the configuration file " + file + " is not YAML: " + e.getMessage().replaceAll("\\s*\\R\\s*", " "), e);
        }
    }
}
