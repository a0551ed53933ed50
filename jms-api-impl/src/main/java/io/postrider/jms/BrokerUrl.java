package io.postrider.jms;

import io.postrider.jms.client.HostPort;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The URL of a connection factory: {@code postrider://host:port,host2:port2?user=..&clientId=..}, and {@code postriders://} with
 * TLS. Parameters are the {@link Setting}s, encoded as in a web form.
 */
final class BrokerUrl {
    static final int DEFAULT_PORT = 7337;
    static final String DEFAULT = "postrider://localhost:" + DEFAULT_PORT;
    private static final String PLAIN = "postrider://";
    private static final String ENCRYPTED = "postriders://";
    private static final int PORT_MAX = 65_535;

    private BrokerUrl() {
    }

    /** @throws IllegalArgumentException if it is not such a URL, saying where and what was expected */
    static Settings parse(String url) {
        boolean encrypted = url.startsWith(ENCRYPTED);
        if (!encrypted && !url.startsWith(PLAIN)) {
            throw refused(url, "it has to begin with " + PLAIN + " or, for TLS, " + ENCRYPTED);
        }
        String rest = url.substring((encrypted ? ENCRYPTED : PLAIN).length());
        int question = rest.indexOf('?');
        String authority = question < 0 ? rest : rest.substring(0, question);
        if (authority.endsWith("/")) {
            authority = authority.substring(0, authority.length() - 1);
        }
        List<HostPort> hosts = new ArrayList<>();
        for (String host : authority.split(",", -1)) {
            hosts.add(host(url, host.strip()));
        }
        return new Settings(hosts, encrypted, question < 0 ? Map.of() : parameters(url, rest.substring(question + 1)));
    }

    private static HostPort host(String url, String text) {
        if (text.isEmpty()) {
            throw refused(url, "a host is missing; expected host or host:port, several separated by commas");
        }
        if (text.indexOf('@') >= 0) {
            throw refused(url, "a user does not stand before the host but behind it, as ?user=..&password=..");
        }
        if (text.indexOf('/') >= 0 || text.indexOf('#') >= 0) {
            throw refused(url, "'" + text + "' has a path; expected host or host:port");
        }
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw refused(url, "the bracket of '" + text + "' is not closed");
            }
            String behind = text.substring(end + 1);
            if (!behind.isEmpty() && !behind.startsWith(":")) {
                throw refused(url, "'" + behind + "' behind the bracket is not :port");
            }
            return new HostPort(text.substring(1, end), behind.isEmpty() ? DEFAULT_PORT : port(url, behind.substring(1)));
        }
        int colon = text.indexOf(':');
        if (colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            throw refused(url, "an IPv6 address needs brackets, as in [" + text + "]:" + DEFAULT_PORT);
        }
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.isEmpty()) {
            throw refused(url, "'" + text + "' has a port and no host");
        }
        return new HostPort(host, colon < 0 ? DEFAULT_PORT : port(url, text.substring(colon + 1)));
    }

    private static int port(String url, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw refused(url, "'" + text + "' is not a port; expected 1 to " + PORT_MAX);
        }
        throw refused(url, "port " + text + "; expected 1 to " + PORT_MAX);
    }

    private static Map<Setting, Object> parameters(String url, String query) {
        Map<Setting, Object> values = new EnumMap<>(Setting.class);
        for (String parameter : query.split("&", -1)) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            if (equals < 0) {
                throw refused(url, "parameter '" + parameter + "' has no value; expected name=value");
            }
            try {
                Setting setting = Setting.named(decode(parameter.substring(0, equals)));
                if (values.put(setting, setting.parse(decode(parameter.substring(equals + 1)))) != null) {
                    throw new IllegalArgumentException("setting " + setting.key() + " is there twice");
                }
            } catch (IllegalArgumentException e) {
                throw refused(url, e.getMessage());
            }
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The URL that {@link #parse} makes these settings of. */
    static String format(Settings settings) {
        String hosts = settings.hosts().stream().map(HostPort::toString).collect(Collectors.joining(","));
        String query = settings.values().entrySet().stream()
                .map(each -> each.getKey().key() + "=" + URLEncoder.encode(each.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return (settings.encrypted() ? ENCRYPTED : PLAIN) + hosts + (query.isEmpty() ? "" : "?" + query);
    }

    /** Without the password, should there be one. */
    private static IllegalArgumentException refused(String url, String why) {
        return new IllegalArgumentException("'" + url.replaceAll("(?<=[?&]password=)[^&]*", "***") + "' is not the URL of a broker: " + why);
    }
}
