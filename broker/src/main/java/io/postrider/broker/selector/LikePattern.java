package io.postrider.broker.selector;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The pattern of a {@code LIKE}: {@code _} stands for one character, {@code %} for any number of them (section 3.8.1.1). A
 * character is a Unicode code point, so that {@code _} never takes half of one.
 *
 * <p>Matching runs the pattern's nondeterministic automaton over the text once: state n means that n elements are matched, and
 * the set of states is one bit each. A step costs one operation per 64 elements whatever pattern and text look like; going
 * back on a mismatch, as regular expressions do, would let one message hold up the core.
 */
final class LikePattern {

    /**
     * The most elements of one pattern. Each character that the pattern names has a mask of a bit per element, so that this
     * bounds the masks to about 200 KB, and a step to 17 operations.
     */
    static final int ELEMENTS_MAX = 1_024;

    /** No code point. */
    private static final int NONE = -1;

    private final int elements;
    private final int words;
    /** By character: the states that it leads on from. Characters that the pattern does not name are not in here. */
    private final Map<Integer, long[]> leadsOn;
    /** The states that every character leads on from, those before a {@code _}. */
    private final long[] anyLeadsOn;
    /** The states that every character leaves as they are, those before a {@code %}. */
    private final long[] stays;

    private LikePattern(int elements, Map<Integer, BitSet> leadsOn, BitSet anyLeadsOn, BitSet stays) {
        this.elements = elements;
        this.words = elements / Long.SIZE + 1;
        this.anyLeadsOn = words(anyLeadsOn);
        this.stays = words(stays);
        this.leadsOn = new HashMap<>();
        leadsOn.forEach((character, states) -> {
            states.or(anyLeadsOn);
            this.leadsOn.put(character, words(states));
        });
    }

    /**
     * Compiles a pattern without an escape character.
     *
     * @param literal the pattern's token, for its text and position
     */
    static LikePattern of(Token literal) throws InvalidSelector {
        return of(literal, NONE);
    }

    /**
     * Compiles a pattern in which the escape character takes the special meaning from the one that follows it. As in SQL-92
     * that must be {@code _}, {@code %} or the escape character itself.
     *
     * @param literal the pattern's token, for its text and position
     * @param escape  the escape's token, a string of one character
     */
    static LikePattern of(Token literal, Token escape) throws InvalidSelector {
        String text = escape.text();
        if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
            throw new InvalidSelector(escape.position(), escape.description(), "a string of one character to escape with");
        }
        return of(literal, text.codePointAt(0));
    }

    private static LikePattern of(Token literal, int escape) throws InvalidSelector {
        int[] characters = literal.text().codePoints().toArray();
        Map<Integer, BitSet> leadsOn = new HashMap<>();
        BitSet anyLeadsOn = new BitSet();
        BitSet stays = new BitSet();
        int state = 0;
        for (int index = 0; index < characters.length; index++) {
            int character = characters[index];
            boolean escaped = character == escape;
            if (escaped) {
                index++;
                character = index < characters.length ? characters[index] : NONE;
                if (character != '_' && character != '%' && character != escape) {
                    throw new InvalidSelector(literal.position(), literal.description(),
                        "a pattern in which the escape character is followed by '_', '%' or itself");
                }
            }
            if (!escaped && character == '%') {
                stays.set(state);
                continue;
            }
            if (!escaped && character == '_') {
                anyLeadsOn.set(state);
            } else {
                leadsOn.computeIfAbsent(character, ignored -> new BitSet()).set(state);
            }
            state++;
        }
        if (state > ELEMENTS_MAX) {
            throw new InvalidSelector(literal.position(), "a pattern of " + state + " characters",
                "at most " + ELEMENTS_MAX);
        }
        return new LikePattern(state, leadsOn, anyLeadsOn, stays);
    }

    boolean matches(String text) {
        long[] states = new long[words];
        states[0] = 1;
        boolean endStays = contains(stays, elements);
        int index = 0;
        while (index < text.length()) {
            if (endStays && contains(states, elements)) {
                return true;
            }
            int character = text.codePointAt(index);
            index += Character.charCount(character);
            if (!step(states, leadsOn.getOrDefault(character, anyLeadsOn))) {
                return false;
            }
        }
        return contains(states, elements);
    }

    /** Takes one character; whether any state is left. */
    private boolean step(long[] states, long[] leadsOn) {
        long carried = 0;
        long left = 0;
        for (int word = 0; word < words; word++) {
            long leaving = states[word] & leadsOn[word];
            states[word] = leaving << 1 | carried | states[word] & stays[word];
            carried = leaving >>> Long.SIZE - 1;
            left |= states[word];
        }
        return left != 0;
    }

    private static boolean contains(long[] states, int state) {
        return (states[state / Long.SIZE] & 1L << state % Long.SIZE) != 0;
    }

    private long[] words(BitSet states) {
        return Arrays.copyOf(states.toLongArray(), words);
    }
}
