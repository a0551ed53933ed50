package com.sun.ts.tests.jms.ending;

import org.junit.jupiter.api.Test;

/** A test that takes its process with it. Run by RunnerIT only. */
class EndingSample {
    @Test
    void ends_the_process() {
        Runtime.getRuntime().halt(3);
    }
}
