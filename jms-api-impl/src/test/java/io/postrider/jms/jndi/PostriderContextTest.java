package io.postrider.jms.jndi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.jms.JmsQueue;
import io.postrider.jms.JmsTopic;
import jakarta.jms.ConnectionFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Chapter 5: administered objects through a naming service. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostriderContextTest {
    private static final List<String> URLS = Collections.synchronizedList(new ArrayList<>());
    private static final ConnectionFactory FACTORY = (ConnectionFactory) Proxy.newProxyInstance(PostriderContextTest.class.getClassLoader(),
            new Class<?>[] {ConnectionFactory.class}, (proxy, method, arguments) -> method.getName().equals("toString") ? "factory" : null);

    private static ConnectionFactory make(String url, boolean xa) throws NamingException {
        if (!url.startsWith("postrider://")) {
            throw new NamingException("'" + url + "' is not a URL of this provider");
        }
        URLS.add(url);
        return FACTORY;
    }

    private static Context context(String... properties) throws NamingException {
        Hashtable<String, Object> environment = new Hashtable<>();
        for (int i = 0; i < properties.length; i += 2) {
            environment.put(properties[i], properties[i + 1]);
        }
        return new PostriderInitialContextFactory(PostriderContextTest::make).getInitialContext(environment);
    }

    private static Context example() throws NamingException {
        return context("connectionFactory.ConnectionFactory", "postrider://h:1", "queue.jms/orders", "orders", "queue.jms/eu/orders", "orders.eu",
                "topic.prices", " prices ", "topic.my.prices", "p", "java.naming.provider.url", "x", "unrelated", "y");
    }

    @Test
    void names_are_looked_up_whatever_slashes_and_dots_they_have() throws NamingException {
        Context context = example();
        assertSame(FACTORY, context.lookup("ConnectionFactory"));
        assertTrue(URLS.contains("postrider://h:1"));
        assertEquals(new JmsQueue("orders"), context.lookup("jms/orders"));
        assertEquals(new JmsQueue("orders"), context.lookup(new CompositeName("jms").add("orders")));
        assertEquals(new JmsQueue("orders.eu"), context.lookupLink("jms/eu/orders"));
        assertEquals(new JmsTopic("prices"), context.lookupLink(new CompositeName("prices")));
        assertEquals(new JmsTopic("p"), context.lookup("my.prices"));
    }

    @Test
    void an_initial_context_finds_the_factory_by_its_class_name() throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>(Map.of(
                Context.INITIAL_CONTEXT_FACTORY, "io.postrider.jms.jndi.PostriderInitialContextFactory", "queue.jms/orders", "orders"));
        InitialContext context = new InitialContext(environment);
        assertEquals(new JmsQueue("orders"), context.lookup("jms/orders"));
        context.close();
    }

    @Test
    void a_part_of_a_name_is_a_context() throws NamingException {
        Context jms = assertInstanceOf(Context.class, example().lookup("jms"));
        assertEquals("jms", jms.getNameInNamespace());
        assertEquals(new JmsQueue("orders.eu"), jms.lookup("eu/orders"));
        assertEquals(new JmsQueue("orders.eu"), ((Context) jms.lookup("eu")).lookup("orders"));
        assertEquals(new JmsTopic("prices"), ((Context) example().lookup("")).lookup("prices"));
    }

    @Test
    void lists_show_what_lies_directly_below() throws NamingException {
        Context context = example();
        assertEquals(List.of("ConnectionFactory", "jms", "my.prices", "prices"),
                Collections.list(context.list("")).stream().map(NameClassPair::getName).toList());
        List<Binding> bindings = Collections.list(context.listBindings("jms"));
        assertEquals(List.of("eu", "orders"), bindings.stream().map(Binding::getName).toList());
        assertInstanceOf(Context.class, bindings.get(0).getObject());
        assertEquals(new JmsQueue("orders"), bindings.get(1).getObject());
        var names = context.list(new CompositeName("jms"));
        assertTrue(names.hasMore());
        assertEquals(PostriderContext.class.getName(), names.next().getClassName());
        assertEquals(JmsQueue.class.getName(), names.next().getClassName());
        assertFalse(names.hasMore());
        names.close();
        assertThrows(NotContextException.class, () -> context.list("prices"));
        assertThrows(NameNotFoundException.class, () -> context.listBindings(new CompositeName("other")));
    }

    @Test
    void an_unknown_name_is_answered_with_the_closest_ones_and_the_property_that_would_define_it() throws NamingException {
        NameNotFoundException missing = assertThrows(NameNotFoundException.class, () -> example().lookup("jms/ordrs"));
        assertTrue(missing.getMessage().contains("closest names are 'jms/orders'"), missing.getMessage());
        assertTrue(missing.getMessage().contains("queue.jms/ordrs"), missing.getMessage());
        assertTrue(assertThrows(NameNotFoundException.class, () -> context().lookup("x")).getMessage().contains("nothing is"));
        assertThrows(NameNotFoundException.class, () -> ((Context) example().lookup("jms")).lookup("prices"));
    }

    @Test
    void a_malformed_entry_is_refused_by_its_name_when_the_context_is_created() {
        for (String[] bad : new String[][] {{"queue.", "x"}, {"queue.a//b", "x"}, {"topic./a", "x"}, {"queue.a/", "x"}, {"queue.a", ""},
                {"topic.a", " "}, {"queue.a", "x\ny"}, {"connectionFactory.a", ""}, {"connectionFactory.a", "http://h"},
                {"connectionfactory.a", "postrider://h"}, {"Queue.a", "x"}}) {
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> context(bad), bad[0]);
            assertTrue(refused.getMessage().contains("'" + bad[0] + "'"), refused.getMessage());
        }
        assertTrue(assertThrows(ConfigurationException.class, () -> context("Queue.a", "x")).getMessage().contains("queue.a"));
        Hashtable<Object, Object> noText = new Hashtable<>(Map.of("queue.a", 5));
        assertThrows(ConfigurationException.class, () -> new PostriderInitialContextFactory().getInitialContext(noText));
    }

    @Test
    void a_name_means_one_thing() {
        assertThrows(ConfigurationException.class, () -> context("queue.a", "x", "topic.a", "x"));
        ConfigurationException refused = assertThrows(ConfigurationException.class,
                () -> context("queue.a", "x", "queue.a.b", "y", "topic.a/b/c", "x"));
        assertTrue(refused.getMessage().contains("'a/b/c' lies below 'a'"), refused.getMessage());
    }

    @Test
    void nothing_can_be_changed() throws NamingException {
        Context context = example();
        CompositeName name = new CompositeName("x");
        for (Executable change : List.<Executable>of(() -> context.bind("x", 1), () -> context.bind(name, 1), () -> context.rebind("x", 1),
                () -> context.rebind(name, 1), () -> context.unbind("x"), () -> context.unbind(name), () -> context.rename("x", "y"),
                () -> context.rename(name, name), () -> context.createSubcontext("x"), () -> context.createSubcontext(name),
                () -> context.destroySubcontext("x"), () -> context.destroySubcontext(name), () -> context.addToEnvironment("x", 1),
                () -> context.removeFromEnvironment("x"))) {
            assertThrows(OperationNotSupportedException.class, change);
        }
        context.getEnvironment().clear();
        assertFalse(context.getEnvironment().isEmpty());
        context.close();
        context.close();
    }

    @Test
    void names_are_composite_names() throws NamingException {
        Context context = example();
        assertEquals(new CompositeName("a/b"), context.getNameParser("").parse("a/b"));
        assertEquals(new CompositeName("a/b"), context.getNameParser(new CompositeName()).parse("a/b"));
        assertEquals("jms/orders", context.composeName("orders", "jms"));
        assertEquals(new CompositeName("jms/orders"), context.composeName(new CompositeName("orders"), new CompositeName("jms")));
    }

    @Test
    void the_object_factory_leaves_alone_what_is_not_of_this_provider() throws NamingException {
        PostriderObjectFactory factory = new PostriderObjectFactory();
        assertNull(factory.getObjectInstance("text", null, null, null));
        assertNull(factory.getObjectInstance(new Reference("other"), null, null, null));
        Reference broken = new Reference(JmsQueue.class.getName());
        broken.add(new StringRefAddr("kind", "LIST"));
        broken.add(new StringRefAddr("name", "a"));
        assertThrows(NamingException.class, () -> factory.getObjectInstance(broken, new CompositeName("a"), null, null));
    }
}
