package io.postrider.benchmark.spring;

import io.postrider.benchmark.users.TestBroker;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.core.JmsTemplate;

import java.io.IOException;

/** A broker process as Spring programs use it. Used by the test's thread. */
final class SpringBroker extends TestBroker {
    SpringBroker(String... settings) throws IOException {
        super(settings);
    }

    /** As most Spring programs have it. */
    CachingConnectionFactory caching() {
        CachingConnectionFactory caching = new CachingConnectionFactory(factory(""));
        caching.setSessionCacheSize(10);
        return caching;
    }

    static JmsTemplate template(CachingConnectionFactory factory) {
        JmsTemplate template = new JmsTemplate(factory);
        template.setReceiveTimeout(RECEIVE_MS);
        return template;
    }
}
