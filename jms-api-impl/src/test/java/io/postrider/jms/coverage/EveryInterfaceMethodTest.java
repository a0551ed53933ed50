package io.postrider.jms.coverage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.jms.coverage.TestCalls.Call;
import jakarta.jms.Message;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.objectweb.asm.Type;

/** Each method of each interface of Jakarta Messaging is called by some test of this module. */
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EveryInterfaceMethodTest {
    @Test
    void each_method_of_each_interface_is_called() throws Exception {
        Set<Method> called = new HashSet<>();
        for (Call call : TestCalls.in(Path.of("target/test-classes"))) {
            addDeclarations(call, called);
        }
        Set<String> missing = new TreeSet<>();
        int methods = 0;
        for (Class<?> type : interfaces()) {
            for (Method method : type.getDeclaredMethods()) {
                methods++;
                if (!called.contains(method)) {
                    missing.add(method.toString());
                }
            }
        }
        assertEquals(405, methods);
        assertEquals("", String.join("\n", missing));
    }

    @Test
    void every_interface_is_known() throws Exception {
        Set<String> names = new HashSet<>();
        interfaces().forEach(type -> names.add(type.getSimpleName()));
        assertEquals(48, names.size(), names.toString());
    }

    private static Set<Class<?>> interfaces() throws IOException, URISyntaxException, ClassNotFoundException {
        Set<Class<?>> found = new HashSet<>();
        try (JarFile jar = new JarFile(new File(Message.class.getProtectionDomain().getCodeSource().getLocation().toURI()))) {
            for (String name : jar.stream().map(Object::toString).filter(each -> each.startsWith("jakarta/jms/") && each.endsWith(".class")).toList()) {
                Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                if (type.isInterface() && !type.isAnnotation() && Modifier.isPublic(type.getModifiers())) {
                    found.add(type);
                }
            }
        }
        return found;
    }

    /** The interfaces that declare what is called, also where the call goes to a subtype of them. */
    private static void addDeclarations(Call call, Set<Method> called) throws ClassNotFoundException {
        if (call.owner().startsWith("[") || !call.owner().startsWith("jakarta/jms/") && !call.owner().startsWith("io/postrider/jms/")) {
            return;
        }
        ClassLoader loader = EveryInterfaceMethodTest.class.getClassLoader();
        Deque<Class<?>> open = new ArrayDeque<>();
        open.add(Class.forName(call.owner().replace('/', '.'), false, loader));
        while (!open.isEmpty()) {
            Class<?> type = open.poll();
            if (type.isInterface() && type.getName().startsWith("jakarta.jms.")) {
                for (Method method : type.getDeclaredMethods()) {
                    if (method.getName().equals(call.name()) && sameParameters(method, call.descriptor())) {
                        called.add(method);
                    }
                }
            }
            open.addAll(Set.of(type.getInterfaces()));
            if (type.getSuperclass() != null) {
                open.add(type.getSuperclass());
            }
        }
    }

    private static boolean sameParameters(Method method, String descriptor) {
        String own = Type.getMethodDescriptor(method);
        return own.substring(0, own.indexOf(')')).equals(descriptor.substring(0, descriptor.indexOf(')')));
    }
}
