package io.postrider.javax;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A method that a class file calls, as its constant pool says (Java Virtual Machine Specification 4.4).
 *
 * @param owner      class, with slashes
 * @param descriptor of parameters and result
 */
record MemberReference(String owner, String name, String descriptor) {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;

    /** All of one class. */
    static List<MemberReference> of(InputStream classFile) throws IOException {
        DataInputStream in = new DataInputStream(classFile);
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[][] constants = new int[count][];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case LONG, DOUBLE -> {
                    in.skipNBytes(8);
                    i++;
                }
                case CLASS, METHOD, INTERFACE_METHOD, NAME_AND_TYPE -> constants[i] =
                        new int[] {tag, in.readUnsignedShort(), tag == CLASS ? 0 : in.readUnsignedShort()};
                case METHOD_HANDLE -> in.skipNBytes(3);
                // String, MethodType, Module and Package have one index; all others four bytes
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                default -> in.skipNBytes(4);
            }
        }
        List<MemberReference> references = new ArrayList<>();
        for (int[] constant : constants) {
            if (constant != null && (constant[0] == METHOD || constant[0] == INTERFACE_METHOD)) {
                int[] member = constants[constant[2]];
                references.add(new MemberReference(texts[constants[constant[1]][1]], texts[member[1]], texts[member[2]]));
            }
        }
        return references;
    }

    /** Whether the owner, or what it inherits from, has it. */
    boolean exists() throws ClassNotFoundException {
        Class<?> type = Class.forName(owner.replace('/', '.'));
        return name.equals("<init>")
                ? Arrays.stream(type.getDeclaredConstructors()).anyMatch(each -> descriptor.equals(parameters(each.getParameterTypes()) + "V"))
                : has(type) || has(Object.class);
    }

    private boolean has(Class<?> type) {
        if (type == null) {
            return false;
        }
        return Arrays.stream(type.getDeclaredMethods()).anyMatch(each -> each.getName().equals(name)
                && descriptor.equals(parameters(each.getParameterTypes()) + each.getReturnType().descriptorString()))
                || has(type.getSuperclass()) || Arrays.stream(type.getInterfaces()).anyMatch(this::has);
    }

    private static String parameters(Class<?>[] types) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> type : types) {
            text.append(type.descriptorString());
        }
        return text.append(')').toString();
    }
}
