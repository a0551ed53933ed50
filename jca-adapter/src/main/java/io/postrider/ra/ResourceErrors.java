package io.postrider.ra;

import io.postrider.jms.error.JmsErrors;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.CommException;
import jakarta.resource.spi.ResourceAllocationException;
import jakarta.resource.spi.SecurityException;

/** What the client throws as what a server expects, and back; the other one is always the cause. Any thread. */
public final class ResourceErrors {
    private ResourceErrors() {
    }

    /** @param what was tried, as in "connecting to the broker" */
    public static ResourceException of(String what, JMSException cause) {
        String reason = what + ": " + cause.getMessage();
        ResourceException made;
        if (cause instanceof JMSSecurityException) {
            made = new SecurityException(reason, cause);
        } else if (cause instanceof jakarta.jms.ResourceAllocationException) {
            made = new ResourceAllocationException(reason, cause);
        } else {
            made = new CommException(reason, cause);
        }
        made.setErrorCode(cause.getErrorCode());
        return made;
    }

    /** What an application gets where its server, or the adapter, refused a connection. */
    public static JMSException toJms(ResourceException cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof SecurityException || each instanceof JMSSecurityException) {
                return JmsErrors.security(cause.getMessage(), cause);
            }
        }
        return JmsErrors.failed(cause.getMessage(), cause);
    }
}
