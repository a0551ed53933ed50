package com.sun.ts.tests.jms.sample;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/** A class that RunnerIT does not choose. */
class NotChosen {
    @Test
    void is_not_run() {
        fail("it was not chosen");
    }
}
