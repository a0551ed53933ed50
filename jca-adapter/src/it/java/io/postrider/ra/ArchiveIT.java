package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterAssociation;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** 20.2: the .rar that was built has all it needs, nothing that a server brings, and works from a class loader of its own. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchiveIT {
    private static final Path ARCHIVE = Path.of(System.getProperty("postrider.rar"));
    /**
     * Kept, since Netty's native library takes that of the class path along when it goes with its class loader: a JVM that tests has both, a server
     * only the one.
     */
    private static final List<ClassLoader> LOADERS = new ArrayList<>();

    /** What a server has beside the archive: the JDK and the APIs. */
    private static final class ServerLoader extends ClassLoader {
        private ServerLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("jakarta.")) {
                return ArchiveIT.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    private static List<String> entries() throws Exception {
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            return archive.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
        }
    }

    @Test
    void it_holds_the_adapter_the_client_the_wire_and_netty_and_nothing_else() throws Exception {
        Set<String> jars = entries().stream().filter(name -> name.endsWith(".jar"))
                .map(name -> name.replaceAll("-\\d+\\.\\d+.*?(-linux-\\w+)?\\.jar$", "$1")).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Set.of("postrider-ra", "postrider-jms", "postrider-transport", "netty-buffer", "netty-codec-base", "netty-common", "netty-handler",
                "netty-resolver", "netty-transport", "netty-transport-classes-epoll", "netty-transport-native-unix-common",
                "netty-transport-native-epoll-linux-x86_64", "netty-transport-native-epoll-linux-aarch_64")), jars);
        assertTrue(entries().contains("META-INF/ra.xml"));
        assertTrue(entries().stream().allMatch(name -> name.endsWith(".jar") || name.startsWith("META-INF/")), "classes stand in jars, " + entries());
    }

    @Test
    void the_descriptor_in_it_is_ours() throws Exception {
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            assertEquals(Files.readString(Descriptor.FILE), new String(archive.getInputStream(archive.getEntry("META-INF/ra.xml")).readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Test
    void no_jar_in_it_has_a_class_of_an_api_of_the_server(@TempDir Path folder) throws Exception {
        for (Path jar : unpacked(folder)) {
            try (JarFile each = new JarFile(jar.toFile())) {
                assertFalse(each.stream().anyMatch(entry -> entry.getName().startsWith("jakarta/") || entry.getName().startsWith("javax/")), jar.toString());
            }
        }
    }

    @Test
    void it_works_where_a_server_has_only_the_apis(@TempDir Path folder) throws Exception {
        try (TestBroker broker = new TestBroker(); FakeServer server = new FakeServer(); URLClassLoader loader = loader(folder)) {
            LOADERS.add(loader);
            deployAndUndeploy(loader, broker, server);
        }
    }

    /** The thread of the server that used it goes on, and so do the server's own. */
    @Test
    void nothing_keeps_its_class_loader_when_it_is_undeployed(@TempDir Path folder) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (TestBroker broker = new TestBroker(); FakeServer server = new FakeServer()) {
            System.setProperty("io.postrider.transport", "nio"); // without the native library
            WeakReference<ClassLoader> undeployed = thread.submit(() -> {
                try (URLClassLoader loader = loader(folder)) {
                    deployAndUndeploy(loader, broker, server);
                    return new WeakReference<ClassLoader>(loader);
                }
            }).get(Outside.WAIT_MS, TimeUnit.MILLISECONDS);
            assertEquals(new LastRecord("a"), new LastRecord("a"));
            long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Outside.WAIT_MS);
            while (undeployed.get() != null && System.nanoTime() < endNanos) {
                System.gc();
            }
            assertNull(undeployed.get());
        } finally {
            System.clearProperty("io.postrider.transport");
            thread.shutdown();
        }
    }

    /** Java 17 keeps the class of one component of the record that it has compared first of late (JDK-8078641), which is to be none of the adapter's. */
    private record LastRecord(String component) {
    }

    private static URLClassLoader loader(Path folder) throws Exception {
        List<URL> jars = new ArrayList<>();
        for (Path jar : unpacked(folder)) {
            jars.add(jar.toUri().toURL());
        }
        return new URLClassLoader(jars.toArray(URL[]::new), new ServerLoader());
    }

    private static void deployAndUndeploy(ClassLoader loader, TestBroker broker, FakeServer server) throws Exception {
        Class<?> type = loader.loadClass("io.postrider.ra.PostriderResourceAdapter");
        assertNotSame(PostriderResourceAdapter.class, type);
        ResourceAdapter adapter = (ResourceAdapter) type.getConstructor().newInstance();
        type.getMethod("setServerUrl", String.class).invoke(adapter, broker.url());
        adapter.start(server);
        ManagedConnectionFactory managed = (ManagedConnectionFactory) loader
                .loadClass("io.postrider.ra.outbound.PostriderManagedConnectionFactory").getConstructor().newInstance();
        ((ResourceAdapterAssociation) managed).setResourceAdapter(adapter);
        ConnectionFactory connections = (ConnectionFactory) managed.createConnectionFactory();
        Thread.currentThread().setContextClassLoader(loader);
        try (JMSContext context = connections.createContext()) {
            Queue queue = context.createQueue("q");
            context.createProducer().send(queue, "from the archive");
            assertEquals("from the archive", context.createConsumer(queue).receiveBody(String.class, Outside.WAIT_MS));
        } finally {
            Thread.currentThread().setContextClassLoader(ArchiveIT.class.getClassLoader());
        }
        adapter.stop();
        assertEquals(List.of(), Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() == loader || thread.getClass().getClassLoader() == loader).toList());
    }

    private static List<Path> unpacked(Path folder) throws Exception {
        List<Path> jars = new ArrayList<>();
        try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
            for (String name : entries()) {
                if (name.endsWith(".jar")) {
                    Path jar = folder.resolve(name);
                    try (InputStream in = archive.getInputStream(archive.getEntry(name))) {
                        Files.copy(in, jar);
                    }
                    jars.add(jar);
                }
            }
        }
        return jars;
    }
}
