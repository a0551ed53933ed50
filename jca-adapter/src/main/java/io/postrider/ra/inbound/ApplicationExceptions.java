package io.postrider.ra.inbound;

import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;

/**
 * Whether a bean may throw something and have its transaction committed all the same, which the class of that says by the annotation
 * {@code jakarta.ejb.ApplicationException}. Read by reflection, as the adapter has that API in no server but by chance. Any thread.
 *
 * <p>A deployment descriptor can say it too, to the container only: then the transaction is rolled back, and the message comes again.
 */
final class ApplicationExceptions {
    private static final System.Logger LOG = System.getLogger(ApplicationExceptions.class.getName());
    private static final String ANNOTATION = "jakarta.ejb.ApplicationException";

    private ApplicationExceptions() {
    }

    static boolean commits(Throwable thrown) {
        try {
            return commits(thrown.getClass());
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.WARNING, "cannot read the annotation of " + thrown.getClass() + "; the transaction is rolled back", e);
            return false;
        }
    }

    /** The nearest class with the annotation decides, and one above that of the exception only if it is inherited. */
    private static boolean commits(Class<?> own) throws ReflectiveOperationException {
        for (Class<?> type = own; type != null; type = type.getSuperclass()) {
            for (Annotation annotation : type.getDeclaredAnnotations()) {
                if (annotation.annotationType().getName().equals(ANNOTATION)) {
                    return (type == own || is("inherited", annotation)) && !is("rollback", annotation);
                }
            }
        }
        return false;
    }

    private static boolean is(String member, Annotation annotation) throws ReflectiveOperationException {
        return (boolean) annotation.annotationType().getMethod(member).invoke(annotation);
    }
}
