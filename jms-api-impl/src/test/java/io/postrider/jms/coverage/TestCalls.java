package io.postrider.jms.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What compiled tests call, as far as it can be reached from a method that JUnit runs: a call in a method that no test uses does
 * not count. Lambdas, method references, and the methods of classes that are created count as called.
 */
final class TestCalls {
    private static final Set<String> ENTRIES = Set.of("Test", "ParameterizedTest", "RepeatedTest", "BeforeEach", "AfterEach", "BeforeAll", "AfterAll");

    /** A method in bytecode; names with slashes. */
    record Call(String owner, String name, String descriptor) {
    }

    private final Map<Call, Set<Call>> calls = new HashMap<>();
    /** By class: its methods, which run once there is an object of it. */
    private final Map<String, List<Call>> methods = new HashMap<>();
    private final Set<Call> entries = new LinkedHashSet<>();

    private TestCalls() {
    }

    /** Every call that the test classes in that folder can make. */
    static Set<Call> in(Path folder) throws IOException {
        TestCalls found = new TestCalls();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                new ClassReader(Files.readAllBytes(file)).accept(found.new Reader(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        }
        return found.reachable();
    }

    private Set<Call> reachable() {
        Set<Call> reached = new HashSet<>(entries);
        Deque<Call> open = new ArrayDeque<>(entries);
        while (!open.isEmpty()) {
            Call method = open.poll();
            List<Call> next = new ArrayList<>(calls.getOrDefault(method, Set.of()));
            if (method.name.equals("<init>")) {
                next.addAll(methods.getOrDefault(method.owner, List.of()));
            }
            next.stream().filter(reached::add).forEach(open::add);
        }
        return reached;
    }

    private final class Reader extends ClassVisitor {
        private String owner;

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            owner = name;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            Call method = new Call(owner, name, descriptor);
            Set<Call> called = new LinkedHashSet<>();
            calls.put(method, called);
            boolean isLambda = (access & Opcodes.ACC_SYNTHETIC) != 0 && name.startsWith("lambda$");
            if ((access & Opcodes.ACC_STATIC) == 0 && !isLambda && !name.equals("<init>") && !isTestClass(owner)) {
                methods.computeIfAbsent(owner, none -> new ArrayList<>()).add(method);
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    String type = Type.getType(annotation).getClassName();
                    if (type.startsWith("org.junit.") && ENTRIES.contains(type.substring(type.lastIndexOf('.') + 1))) {
                        entries.add(method);
                        // what its fields are filled with runs before it
                        entries.add(new Call(owner, "<init>", "()V"));
                        entries.add(new Call(owner, "<clinit>", "()V"));
                    }
                    return null;
                }

                @Override
                public void visitMethodInsn(int opcode, String of, String called0, String descriptor0, boolean isInterface) {
                    called.add(new Call(of, called0, descriptor0));
                }

                @Override
                public void visitInvokeDynamicInsn(String made, String type, Handle bootstrap, Object... arguments) {
                    // the interface that a lambda implements: the product calls it
                    if (Type.getReturnType(type).getSort() == Type.OBJECT && arguments.length > 1 && arguments[0] instanceof Type method) {
                        called.add(new Call(Type.getReturnType(type).getInternalName(), made, method.getDescriptor()));
                    }
                    for (Object argument : arguments) {
                        if (argument instanceof Handle handle) {
                            called.add(new Call(handle.getOwner(), handle.getName(), handle.getDesc()));
                        }
                    }
                }
            };
        }

        /** A method of a test class is reached by a call, not because JUnit creates one. */
        private boolean isTestClass(String name) {
            return name.endsWith("Test");
        }
    }
}
