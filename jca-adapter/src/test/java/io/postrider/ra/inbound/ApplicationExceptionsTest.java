package io.postrider.ra.inbound;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ejb.ApplicationException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jakarta Enterprise Beans 9.2.1: what a bean may throw without having its transaction rolled back. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ApplicationExceptionsTest {
    @ApplicationException
    private static class Expected extends RuntimeException {
    }

    private static final class BelowExpected extends Expected {
    }

    @ApplicationException(rollback = true)
    private static final class RollingBack extends Expected {
    }

    @ApplicationException(inherited = false)
    private static class OnlyThis extends Expected {
    }

    private static final class BelowOnlyThis extends OnlyThis {
    }

    @ApplicationException(inherited = false, rollback = true)
    private static final class OnlyThisRollingBack extends RuntimeException {
    }

    @Test
    void one_that_is_expected_commits_and_so_does_what_is_derived_from_it() {
        assertTrue(ApplicationExceptions.commits(new Expected()));
        assertTrue(ApplicationExceptions.commits(new BelowExpected()));
    }

    @Test
    void one_that_rolls_back_does_though_what_it_is_derived_from_commits() {
        assertFalse(ApplicationExceptions.commits(new RollingBack()));
        assertFalse(ApplicationExceptions.commits(new OnlyThisRollingBack()));
    }

    @Test
    void what_is_derived_from_one_that_is_not_inherited_rolls_back() {
        assertTrue(ApplicationExceptions.commits(new OnlyThis()));
        assertFalse(ApplicationExceptions.commits(new BelowOnlyThis()));
    }

    @Test
    void any_other_rolls_back() {
        assertFalse(ApplicationExceptions.commits(new IllegalStateException()));
        assertFalse(ApplicationExceptions.commits(new StackOverflowError()));
    }
}
