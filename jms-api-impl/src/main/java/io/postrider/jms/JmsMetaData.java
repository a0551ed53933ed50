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

    private JmsMetaData() {
        version = readVersion();
    }

    @Override
    public String getJMSVersion() {
        return "3.1";
    }

    @Override
    public int getJMSMajorVersion() {
        return 3;
    }

    @Override
    public int getJMSMinorVersion() {
        return 1;
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
        return number(0);
    }

    @Override
    public int getProviderMinorVersion() {
        return number(1);
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        return Collections.enumeration(PropertySet.JMSX_NAMES);
    }

    private int number(int index) {
        return Integer.parseInt(version.split("[.-]")[index]);
    }

    /** The build writes it into a resource, which survives repackaging into one jar where a manifest does not. */
    private static String readVersion() {
        try (InputStream in = JmsMetaData.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
