package io.postrider.ra.outbound;

import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.transaction.xa.XAResource;

/** A client without a broker: remembers what is called, and lets a test do something in the midst of a call. Any thread. */
final class FakeClient {
    /** What a test does while a call is on its way. */
    @FunctionalInterface
    interface Meanwhile {
        void run() throws Exception;
    }

    private final List<String> calls = new ArrayList<>();
    private final Map<String, Meanwhile> meanwhile = new ConcurrentHashMap<>();
    private String clientId;

    /** Once, within the next call of that method of that type, as in "Session.createProducer". */
    void during(String call, Meanwhile given) {
        meanwhile.put(call, given);
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    long count(String call) {
        return calls().stream().filter(call::equals).count();
    }

    XAConnection connection() {
        return fake(XAConnection.class);
    }

    private <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(FakeClient.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answer(type, method, arguments)));
    }

    private Object answer(Class<?> type, Method method, Object[] arguments) throws Exception {
        String call = type.getSimpleName() + "." + method.getName();
        synchronized (this) {
            calls.add(call);
        }
        Meanwhile given = meanwhile.remove(call);
        if (given != null) {
            given.run();
        }
        return switch (method.getName()) {
            case "createXASession" -> fake(XASession.class);
            case "getSession" -> fake(Session.class);
            case "createProducer" -> fake(MessageProducer.class);
            case "createConsumer" -> fake(MessageConsumer.class);
            case "createBrowser" -> fake(QueueBrowser.class);
            case "getXAResource" -> fake(XAResource.class);
            case "getClientID" -> clientId;
            case "setClientID" -> {
                clientId = (String) arguments[0];
                yield null;
            }
            case "toString" -> "fake";
            default -> method.getReturnType() == int.class ? (Object) 0 : method.getReturnType() == boolean.class ? (Object) false : null;
        };
    }
}
