package io.postrider.broker.core;

import java.util.function.Predicate;

/** A selector and, written down independently of the parser, what it selects. */
record Filter(String text, Predicate<Sent> selects) {
    static final Filter ALL = new Filter(null, message -> true);
    static final Filter RED = new Filter("color = 'red'", message -> message.color.equals("red"));
    static final Filter BIG = new Filter("n > 5", message -> message.n > 5);
    static final Filter RED_AND_BIG = new Filter("color = 'red' AND n > 3", message -> message.color.equals("red") && message.n > 3);
    static final Filter URGENT = new Filter("JMSPriority >= 5", message -> message.priority >= 5);
    static final Filter[] ANY = {ALL, ALL, RED, BIG, RED_AND_BIG, URGENT};

    @Override
    public String toString() {
        return text == null ? "everything" : text;
    }
}
