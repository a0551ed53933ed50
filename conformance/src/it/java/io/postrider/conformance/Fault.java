package io.postrider.conformance;

import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;

/** A rule that a provider breaks on purpose, and the test that has to notice. */
enum Fault {
    NONE("") {
        @Override
        Object answer(Call call) throws Throwable {
            return call.proceed();
        }
    },
    NO_LOCAL_IS_IGNORED("Chapter8SubscriptionsIT#no_local_keeps_away_what_the_connection_sends()") {
        @Override
        Object answer(Call call) throws Throwable {
            return call.is("createConsumer", 3) ? call.with(2, false).proceed() : call.proceed();
        }
    },
    REDELIVERED_IS_NOT_SET("Chapter6SessionsIT#recover_delivers_again_in_order_with_flag_and_count()") {
        @Override
        Object answer(Call call) throws Throwable {
            Object result = call.proceed();
            if (result instanceof Message message && call.is("receive", 1)) {
                message.setJMSRedelivered(false);
            }
            return result;
        }
    },
    A_DELAY_IS_IGNORED("Chapter7SendingIT#delay_and_time_to_live_are_counted_from_the_send_also_in_a_transaction()") {
        @Override
        Object answer(Call call) throws Throwable {
            return call.is("setDeliveryDelay", 1) ? null : call.proceed();
        }
    },
    NOTHING_EXPIRES("Chapter7SendingIT#an_expired_message_is_not_delivered()") {
        @Override
        Object answer(Call call) throws Throwable {
            return call.is("setTimeToLive", 1) ? null : call.proceed();
        }
    },
    A_SELECTOR_CONVERTS("Chapter3SelectorsIT#values_of_unlike_types_do_not_match(java.lang.String)") {
        @Override
        Object answer(Call call) throws Throwable {
            if (call.is("createBrowser", 2)) {
                String selector = (String) call.argument(1);
                return call.with(1, selector.replaceAll("^(\\w+) = (\\d+)$", "$1 = $2 OR $1 = '$2'")).proceed();
            }
            return call.proceed();
        }
    },
    A_CONNECTION_CONSUMER_HAS_NO_SELECTOR("Chapter11ConnectionConsumersIT#a_connection_consumer_has_a_selector()") {
        @Override
        Object answer(Call call) throws Throwable {
            return call.is("createConnectionConsumer", 4) ? call.with(1, null).proceed() : call.proceed();
        }
    },
    ROLLBACK_COMMITS("Chapter6SessionsIT#a_transaction_is_sent_and_received_as_a_whole()") {
        @Override
        Object answer(Call call) throws Throwable {
            return call.is("rollback", 0) ? call.named("commit").proceed() : call.proceed();
        }
    },
    WHAT_IS_CLOSED_ANSWERS("Chapter6ClosingIT#what_is_closed_is_closed_with_all_its_parts_and_may_be_closed_again()") {
        @Override
        Object answer(Call call) throws Throwable {
            try {
                return call.proceed();
            } catch (IllegalStateException closed) {
                return null;
            }
        }
    },
    A_CALLBACK_IS_ON_THE_SENDING_THREAD("Chapter7CallbacksIT#a_callback_is_on_another_thread_than_the_send()") {
        @Override
        Object answer(Call call) throws Throwable {
            if (call.is("send", 2) && call.argument(1) instanceof CompletionListener listener) {
                Message message = (Message) call.argument(0);
                listener.onCompletion(message);
                return null;
            }
            return call.proceed();
        }
    },
    A_TWIN_IS_OF_NO_KIND("Chapter10ExceptionsIT#wrong_calls_of_a_context_throw_runtime_twins()") {
        @Override
        Object answer(Call call) throws Throwable {
            try {
                return call.proceed();
            } catch (JMSRuntimeException e) {
                throw call.target() instanceof JMSContext ? new JMSRuntimeException(e.getMessage()) : e;
            }
        }
    };

    private final String test;

    Fault(String test) {
        this.test = test;
    }

    /** Class and method of it, as JUnit names methods. */
    String test() {
        return test;
    }

    abstract Object answer(Call call) throws Throwable;
}
