package io.postrider.jms.jndi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;

/** The names that start with one prefix, as a context that nobody can change. Any thread. */
final class PostriderContext implements Context {
    private static final int SUGGESTIONS_MAX = 3;

    /** All objects by their full names. */
    private final NavigableMap<String, Object> objects;
    /** Full name of this context; empty for the root. */
    private final String prefix;
    private final Hashtable<Object, Object> environment;

    PostriderContext(NavigableMap<String, Object> objects, String prefix, Hashtable<?, ?> environment) {
        this.objects = objects;
        this.prefix = prefix;
        this.environment = new Hashtable<>(environment);
    }

    // looking up

    @Override
    public Object lookup(Name name) throws NamingException {
        String full = fullName(name);
        Object object = objects.get(full);
        if (object != null) {
            return object;
        }
        if (isContext(full)) {
            return new PostriderContext(objects, full, environment);
        }
        throw notFound(full);
    }

    @Override
    public Object lookup(String name) throws NamingException {
        return lookup(new CompositeName(name));
    }

    /** The same as lookup: there are no links here. */
    @Override
    public Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        List<NameClassPair> pairs = new ArrayList<>();
        bindings(name).forEach((part, object) -> pairs.add(new NameClassPair(part, object.getClass().getName())));
        return new Listing<>(pairs);
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        return list(new CompositeName(name));
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        List<Binding> bindings = new ArrayList<>();
        bindings(name).forEach((part, object) -> bindings.add(new Binding(part, object)));
        return new Listing<>(bindings);
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        return listBindings(new CompositeName(name));
    }

    /** What lies directly below, by the one part of the name that it adds. */
    private NavigableMap<String, Object> bindings(Name name) throws NamingException {
        String full = fullName(name);
        if (!isContext(full)) {
            if (objects.containsKey(full)) {
                throw new NotContextException("'" + full + "' is an object, not a context");
            }
            throw notFound(full);
        }
        NavigableMap<String, Object> below = new TreeMap<>();
        String start = full.isEmpty() ? "" : full + "/";
        objects.forEach((known, object) -> {
            if (known.startsWith(start)) {
                int end = known.indexOf('/', start.length());
                below.put(known.substring(start.length(), end < 0 ? known.length() : end),
                        end < 0 ? object : new PostriderContext(objects, known.substring(0, end), environment));
            }
        });
        return below;
    }

    private boolean isContext(String full) {
        if (full.isEmpty()) {
            return true;
        }
        String next = objects.ceilingKey(full + "/");
        return next != null && next.startsWith(full + "/");
    }

    private String fullName(Name name) {
        StringBuilder full = new StringBuilder(prefix);
        for (int i = 0; i < name.size(); i++) {
            if (!name.get(i).isEmpty()) {
                full.append(full.length() == 0 ? "" : "/").append(name.get(i));
            }
        }
        return full.toString();
    }

    private NameNotFoundException notFound(String full) {
        String closest = objects.keySet().stream()
                .sorted(Comparator.comparingInt(known -> distance(known, full)))
                .limit(SUGGESTIONS_MAX)
                .collect(Collectors.joining("', '", "'", "'"));
        return new NameNotFoundException("'" + full + "' is not defined; "
                + (objects.isEmpty() ? "nothing is" : "the closest names are " + closest)
                + ". One of the properties connectionFactory." + full + ", xaConnectionFactory." + full + ", queue." + full + " and topic." + full + " would define it");
    }

    /** How many characters to insert, remove or replace to make one of the other. */
    private static int distance(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] current = new int[other.length() + 1];
            current[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[other.length()];
    }

    // names

    @Override
    public NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override
    public NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override
    public Name composeName(Name name, Name prefix) throws NamingException {
        return ((Name) prefix.clone()).addAll(name);
    }

    @Override
    public String composeName(String name, String prefix) throws NamingException {
        return composeName(new CompositeName(name), new CompositeName(prefix)).toString();
    }

    @Override
    public String getNameInNamespace() {
        return prefix;
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    /** Nothing is held open. */
    @Override
    public void close() {
    }

    // what would change it

    @Override
    public void bind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void bind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(Name from, Name to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Object addToEnvironment(String property, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public Object removeFromEnvironment(String property) throws NamingException {
        throw readOnly();
    }

    private static OperationNotSupportedException readOnly() {
        return new OperationNotSupportedException("this context is read-only: its names come from the properties that it was created with");
    }

    private static final class Listing<T> implements NamingEnumeration<T> {
        private final Iterator<T> rest;

        Listing(List<T> all) {
            rest = all.iterator();
        }

        @Override
        public T next() {
            return rest.next();
        }

        @Override
        public boolean hasMore() {
            return rest.hasNext();
        }

        @Override
        public T nextElement() {
            return rest.next();
        }

        @Override
        public boolean hasMoreElements() {
            return rest.hasNext();
        }

        @Override
        public void close() {
        }
    }
}
