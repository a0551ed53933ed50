package io.postrider.broker.config;

import java.util.Locale;

/** How far two names are from each other, for who asks whether one was meant by the other. Any thread. */
public final class Spelling {
    private Spelling() {
    }

    /**
     * What it takes to make one name of the other (Levenshtein), in halves of an edit: what is only left out, such as a unit, weighs
     * half. Case and punctuation are what people get wrong first: they do not count.
     */
    public static int edits(String given, String known) {
        String from = plain(given);
        String to = plain(known);
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = 2 * i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 2);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j] + 2, row[j - 1] + 1));
            }
        }
        return row[to.length()];
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
