package io.postrider.jms.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which classes may come out of a received ObjectMessage: value types of the JDK, and what the setting
 * {@value #SETTING} names. Immutable; any thread.
 *
 * <p>A serialisation stream makes its reader create objects of the sender's choice, so that what may be created is the
 * receiver's to say. The types that are always in hold values and nothing else: none looks anything up, starts anything or
 * calls what is not in this list.
 */
public final class ObjectAllowList {
    /** The name of the setting, as it appears in the URL of a connection factory and in error messages. */
    public static final String SETTING = "objectMessagePackages";

    /** JDK value types only. */
    public static final ObjectAllowList DEFAULT = new ObjectAllowList(List.of(), false);

    static final int VALUES_DEPTH_MAX = 24;
    /** About half of what a stack of 1 MB can take: lists within lists overflow it from some 500 on. */
    static final int TRUSTED_DEPTH_MAX = 256;

    private static final String EVERYTHING = "*";

    /** Packages of which every serialisable class is a value. */
    private static final Set<String> VALUE_PACKAGES = Set.of("java.math", "java.time", "java.time.chrono", "java.time.zone");

    /** Single classes, and with each its nested ones. */
    private static final Set<String> VALUE_CLASSES = Set.of(
            "java.io.Serializable",
            "java.lang.AbstractStringBuilder", "java.lang.Boolean", "java.lang.Byte", "java.lang.CharSequence",
            "java.lang.Character", "java.lang.Comparable", "java.lang.Double", "java.lang.Enum", "java.lang.Float",
            "java.lang.Integer", "java.lang.Long", "java.lang.Number", "java.lang.Object", "java.lang.Short", "java.lang.String",
            "java.lang.StringBuffer", "java.lang.StringBuilder",
            "java.net.URI",
            "java.sql.Date", "java.sql.Time", "java.sql.Timestamp",
            "java.util.AbstractCollection", "java.util.AbstractList", "java.util.AbstractMap", "java.util.AbstractQueue",
            "java.util.AbstractSequentialList", "java.util.AbstractSet", "java.util.ArrayDeque", "java.util.ArrayList",
            "java.util.Arrays", "java.util.BitSet", "java.util.Calendar", "java.util.CollSer", "java.util.Collection",
            "java.util.Collections", "java.util.Comparators", "java.util.Currency", "java.util.Date", "java.util.Dictionary",
            "java.util.EnumMap", "java.util.EnumSet", "java.util.GregorianCalendar", "java.util.HashMap", "java.util.HashSet",
            "java.util.Hashtable", "java.util.IdentityHashMap", "java.util.ImmutableCollections", "java.util.JumboEnumSet",
            "java.util.LinkedHashMap", "java.util.LinkedHashSet", "java.util.LinkedList", "java.util.List", "java.util.Locale",
            "java.util.Map", "java.util.PriorityQueue", "java.util.Properties", "java.util.RegularEnumSet", "java.util.Set",
            "java.util.SimpleTimeZone", "java.util.Stack", "java.util.TimeZone", "java.util.TreeMap", "java.util.TreeSet",
            "java.util.UUID", "java.util.Vector",
            "java.util.concurrent.ConcurrentHashMap", "java.util.concurrent.ConcurrentLinkedDeque",
            "java.util.concurrent.ConcurrentLinkedQueue", "java.util.concurrent.CopyOnWriteArrayList",
            "java.util.concurrent.CopyOnWriteArraySet", "java.util.concurrent.TimeUnit",
            "java.util.concurrent.atomic.AtomicBoolean", "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.locks.AbstractOwnableSynchronizer", "java.util.concurrent.locks.AbstractQueuedSynchronizer",
            "java.util.concurrent.locks.ReentrantLock",
            "sun.util.calendar.ZoneInfo");

    private final List<String> names;
    private final boolean everything;

    private ObjectAllowList(List<String> names, boolean everything) {
        this.names = names;
        this.everything = everything;
    }

    /**
     * @param setting names of packages (with all below them) and of classes (with their nested ones), separated by commas; or
     *                {@code *} for every class, which trusts everybody who may send; null or empty for {@link #DEFAULT}
     * @throws IllegalArgumentException for an entry that is not such a name, naming it
     */
    public static ObjectAllowList of(String setting) {
        if (setting == null || setting.isBlank()) {
            return DEFAULT;
        }
        List<String> names = new ArrayList<>();
        boolean everything = false;
        for (String entry : setting.split(",", -1)) {
            String name = entry.strip();
            if (name.equals(EVERYTHING)) {
                everything = true;
            } else if (isName(name)) {
                names.add(name);
            } else {
                throw new IllegalArgumentException(SETTING + " has '" + name + "'; expected names of packages or classes"
                        + " such as com.acme.orders, separated by commas, or * alone for every class");
            }
        }
        return new ObjectAllowList(List.copyOf(names), everything);
    }

    private static boolean isName(String name) {
        for (String part : name.split("\\.", -1)) {
            if (part.isEmpty() || !Character.isJavaIdentifierStart(part.charAt(0))
                    || !part.chars().allMatch(Character::isJavaIdentifierPart)) {
                return false;
            }
        }
        return true;
    }

    /** @param className of the class or, for an array, of its innermost component, as {@code Class.getName} has it; primitives are in */
    boolean allows(String className) {
        if (everything || className.indexOf('.') < 0 && isPrimitive(className)) {
            return true;
        }
        int nested = className.indexOf('$');
        int lastDot = className.lastIndexOf('.');
        if (VALUE_CLASSES.contains(nested < 0 ? className : className.substring(0, nested))
                || lastDot > 0 && VALUE_PACKAGES.contains(className.substring(0, lastDot))) {
            return true;
        }
        for (String name : names) {
            if (className.startsWith(name) && (className.length() == name.length() || className.charAt(name.length()) == '.'
                    || className.charAt(name.length()) == '$')) {
                return true;
            }
        }
        return false;
    }

    /**
     * How deep objects may nest. The default admits collections, whose hash of what is nested and shared takes a time that
     * doubles with each level, so that depth is the only bound there is; who names packages trusts the senders, and domain
     * objects that refer to one another nest far deeper.
     */
    int depthMax() {
        return everything || !names.isEmpty() ? TRUSTED_DEPTH_MAX : VALUES_DEPTH_MAX;
    }

    /** Whether proxies may be created: only where everything may. */
    boolean allowsProxies() {
        return everything;
    }

    private static boolean isPrimitive(String name) {
        return switch (name) {
            case "boolean", "byte", "short", "char", "int", "long", "float", "double" -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return everything ? EVERYTHING : "JDK value types" + (names.isEmpty() ? "" : ", " + String.join(", ", names));
    }
}
