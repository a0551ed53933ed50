package io.postrider.broker.selector;

import java.util.Objects;
import java.util.Optional;

/**
 * A message selector (section 3.8.1), parsed once and asked for every message. Immutable; any thread may use it.
 */
public final class Selector {

    /** The longest text that is parsed, 64 Ki characters; it also bounds what one selector keeps in memory. */
    public static final int TEXT_CHARACTERS_MAX = 64 * 1024;

    private final String text;
    private final Expression condition;

    private Selector(String text, Expression condition) {
        this.text = text;
        this.condition = condition;
    }

    /**
     * Parses a selector and checks whatever can be checked without a message.
     *
     * <p>Null, empty or blank text means that there is no selector (3.8.1.1). That is the caller's to decide, since a missing
     * selector needs no object: null is refused here as a mistake of the caller, empty and blank text as an incomplete selector.
     *
     * @param text the selector as the client gave it, at most {@value #TEXT_CHARACTERS_MAX} characters
     * @return the selector, for any number of messages and threads
     * @throws InvalidSelector if the text is no selector, or one beyond the bounds on length, nesting and number of terms
     */
    public static Selector parse(String text) throws InvalidSelector {
        Objects.requireNonNull(text, "a null selector means no selector: do not parse it");
        return new Selector(text, new Parser(new Tokenizer(text)).selector());
    }

    /**
     * Whether a message is selected: the condition is true, neither false nor unknown (3.8.1.1).
     *
     * @param fields the message's header fields and properties; they must not change meanwhile
     * @return true if it is selected
     */
    public boolean matches(Fields fields) {
        return condition.truth(fields) == Truth.TRUE;
    }

    /**
     * An equality that every selected message fulfils, for finding the selectors of a message by look-up.
     *
     * <p>Present if the selector is {@code identifier = literal}, either way round, or a conjunction with such a term; the
     * literal is a string, an exact number or a boolean. Of several, the first that is not on a boolean is given, because
     * booleans divide messages least. For a message that fulfils the equality {@link #matches} still has to be asked.
     *
     * @return the equality; empty if every message has to be looked at
     */
    public Optional<Equality> equality() {
        return condition.equality();
    }

    /**
     * The text that was parsed, unchanged.
     *
     * @return what {@link #parse} was given
     */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
