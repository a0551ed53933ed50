package io.postrider.torture.check;

/** What can be wrong with a message. */
public enum Kind {
    LOST("its send or commit was confirmed, and it is nowhere"),
    DOUBLED("it was taken twice, or came a second time as if it were the first"),
    REORDERED("it came before one that its session had sent earlier to the same place"),
    PHANTOM("it came although it was never sent, was rolled back or refused, was not asked for, or has another body"),
    STUCK("it lay in the broker at the end while consumers waited for it; or a call never returned"),
    EARLY("it came before its delivery time"),
    MIXED("it was sent in a global transaction whose branches were prepared and did not all end alike");

    private final String meaning;

    Kind(String meaning) {
        this.meaning = meaning;
    }

    /** Half a sentence. */
    public String meaning() {
        return meaning;
    }
}
