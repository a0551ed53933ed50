package io.postrider.ra;

/**
 * Runs what may start threads of the client with the adapter's class loader as that of the context: threads inherit it, and would keep
 * the application that happened to connect first in memory after its undeployment.
 */
public final class AdapterLoader {
    private AdapterLoader() {
    }

    /** A call that gives a value, or throws an exception of one kind. */
    @FunctionalInterface
    public interface Call<T, E extends Exception> {
        T call() throws E;
    }

    public static <T, E extends Exception> T call(Call<T, E> call) throws E {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(AdapterLoader.class.getClassLoader());
        try {
            return call.call();
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
