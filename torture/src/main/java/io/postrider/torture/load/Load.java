package io.postrider.torture.load;

import java.util.List;

/** A kind of work. Without state: parent and client processes make their own. */
public interface Load {
    /** One word; also the folder of its logs. */
    String name();

    /** Half a sentence for people. */
    String meaning();

    /** Those who do it. Their names begin with the load's and are different ones. */
    List<Actor> actors();

    /** Who is there besides in each client process that has any of them. */
    default List<Actor> inEachProcess(int process) {
        return List.of();
    }
}
