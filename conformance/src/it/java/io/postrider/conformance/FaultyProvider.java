package io.postrider.conformance;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/**
 * The naming environment of a provider that has one fault at a time: everything goes to the provider of another naming environment,
 * but for what the fault answers. Public, since naming makes it.
 */
public final class FaultyProvider implements InitialContextFactory {
    /** Key of the naming environment: the initial context factory of the provider behind it. */
    static final String BEHIND = "conformance.behind";
    private static final List<Class<?>> WRAPPED = List.of(ConnectionFactory.class, Connection.class, Session.class, MessageConsumer.class,
            MessageProducer.class, JMSContext.class, JMSConsumer.class, JMSProducer.class);
    /** Changed between tests, read by the threads that call the API. */
    private static volatile Fault fault = Fault.NONE;

    static void plant(Fault given) {
        fault = given;
    }

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        Hashtable<Object, Object> behind = new Hashtable<>(environment);
        behind.put(Context.INITIAL_CONTEXT_FACTORY, environment.get(BEHIND));
        return proxy(new InitialContext(behind), Set.of(Context.class));
    }

    private static <T> T proxy(Object target, Set<Class<?>> interfaces) {
        @SuppressWarnings("unchecked")
        T proxy = (T) Proxy.newProxyInstance(FaultyProvider.class.getClassLoader(), interfaces.toArray(new Class<?>[0]), new Handler(target));
        return proxy;
    }

    private record Handler(Object target) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            Object[] passed = arguments == null ? new Object[0] : Arrays.stream(arguments).map(Handler::unwrapped).toArray();
            Object result = fault.answer(new Call(target, method, passed));
            return WRAPPED.stream().anyMatch(type -> type.isInstance(result)) ? proxy(result, apiOf(result.getClass())) : result;
        }

        /** A provider knows its own sessions only, which come back to it in the pool of a connection consumer. */
        private static Object unwrapped(Object argument) {
            if (argument instanceof ServerSessionPool pool) {
                return (ServerSessionPool) () -> new Behind(pool.getServerSession());
            }
            return argument;
        }
    }

    private record Behind(ServerSession server) implements ServerSession {
        @Override
        public Session getSession() throws JMSException {
            Session session = server.getSession();
            return Proxy.isProxyClass(session.getClass()) ? (Session) ((Handler) Proxy.getInvocationHandler(session)).target : session;
        }

        @Override
        public void start() throws JMSException {
            server.start();
        }
    }

    private static Set<Class<?>> apiOf(Class<?> type) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> declared : each.getInterfaces()) {
                if (declared.getPackage() == Session.class.getPackage()) {
                    interfaces.add(declared);
                }
            }
        }
        return interfaces;
    }
}
