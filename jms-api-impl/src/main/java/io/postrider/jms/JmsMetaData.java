package io.postrider.jms;

import io.postrider.jms.message.PropertySet;
import jakarta.jms.ConnectionMetaData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Properties;

/** What this provider says of itself (specification 6.1.6). Immutable, one for all connections. */
public final class JmsMetaData implements ConnectionMetaData {
    public static final JmsMetaData INSTANCE = new JmsMetaData();

    private final String version;
    /** Of the API, which the client for javax.jms shares these classes but not this number with. */
    private final String jmsVersion;

    private JmsMetaData() {
        Properties properties = read();
        version = properties.getProperty("version");
        jmsVersion = properties.getProperty("jmsVersion");
    }

    @Override
    public String getJMSVersion() {
        return jmsVersion;
    }

    @Override
    public int getJMSMajorVersion() {
        return number(jmsVersion, 0);
    }

    @Override
    public int getJMSMinorVersion() {
        return number(jmsVersion, 1);
    }

    @Override
    public String getJMSProviderName() {
        return "Postrider";
    }

    @Override
    public String getProviderVersion() {
        return version;
    }

    @Override
    public int getProviderMajorVersion() {
        return number(version, 0);
    }

    @Override
    public int getProviderMinorVersion() {
        return number(version, 1);
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        return Collections.enumeration(PropertySet.JMSX_NAMES);
    }

    private static int number(String version, int index) {
        return Integer.parseInt(version.split("[.-]")[index]);
    }

    /** The build writes them into a resource, which survives repackaging into one jar where a manifest does not. */
    private static Properties read() {
        try (InputStream in = JmsMetaData.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
