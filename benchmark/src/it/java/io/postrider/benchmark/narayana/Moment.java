package io.postrider.benchmark.narayana;

import io.postrider.benchmark.narayana.WatchedResource.Call;

/** Where in a transaction of two branches its application dies, and what becomes of the transaction by the rule of presumed abort. */
enum Moment {
    /** The branches are still worked in. */
    WHILE_WORKING(Call.END, 1, true, false),
    BEFORE_PREPARE(Call.PREPARE, 1, true, false),
    BETWEEN_PREPARES(Call.PREPARE, 1, false, false),
    /** Both are prepared, and nobody has noted that they are to be committed. */
    BEFORE_DECISION(Call.PREPARE, 2, false, false),
    AFTER_DECISION(Call.COMMIT, 1, true, true),
    BETWEEN_COMMITS(Call.COMMIT, 1, false, true),
    /** The note of the decision is still there. */
    AFTER_COMMITS(Call.COMMIT, 2, false, true);

    private final Call call;
    private final int count;
    private final boolean before;
    private final boolean commits;

    Moment(Call call, int count, boolean before, boolean commits) {
        this.call = call;
        this.count = count;
        this.before = before;
        this.commits = commits;
    }

    boolean commits() {
        return commits;
    }

    /** For the resources of one transaction, in all of which calls are counted together. */
    WatchedResource.Watch watch(Runnable then) {
        return new WatchedResource.Watch() {
            private int seen;

            @Override
            public void before(Call now) {
                if (now == call && ++seen == count && before) {
                    then.run();
                }
            }

            @Override
            public void after(Call now) {
                if (now == call && seen == count && !before) {
                    then.run();
                }
            }
        };
    }
}
