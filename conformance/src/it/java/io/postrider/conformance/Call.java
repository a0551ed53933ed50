package io.postrider.conformance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** A call of the API on its way to the provider. */
record Call(Object target, Method method, Object[] arguments) {
    boolean is(String name, int count) {
        return method.getName().equals(name) && arguments.length == count;
    }

    Object argument(int index) {
        return arguments[index];
    }

    /** The same with another argument. */
    Call with(int index, Object argument) {
        Object[] changed = arguments.clone();
        changed[index] = argument;
        return new Call(target, method, changed);
    }

    /** Another method of the same object, without arguments. */
    Call named(String name) throws NoSuchMethodException {
        return new Call(target, method.getDeclaringClass().getMethod(name), new Object[0]);
    }

    Object proceed() throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
