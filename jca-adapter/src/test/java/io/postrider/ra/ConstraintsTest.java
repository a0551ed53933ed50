package io.postrider.ra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ra.inbound.PostriderActivationSpec;
import io.postrider.ra.outbound.PostriderManagedConnectionFactory;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.metadata.PropertyDescriptor;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings out of their range are refused by what a server validates beans with, and the reason says what would not be. */
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConstraintsTest {
    private static final Set<String> OF_BROKER = Set.of("serverUrl", "mechanism", "connectTimeoutMs", "reconnectTimeoutMs", "requestTimeoutMs", "sendTimeoutMs",
            "prefetchMessages", "prefetchBytes", "redeliveryDelayMs", "redeliveryDelayMaxMs");
    private static final Set<String> OF_ACTIVATION = Set.of("serverUrl", "destinationType", "acknowledgeMode", "subscriptionDurability", "maxSession", "setupAttempts",
            "setupInterval", "redeliveryDelayMs", "redeliveryDelayMaxMs");

    private static ValidatorFactory factory;
    private static Validator validator;

    /** A constraint of a setting: a value that it refuses, with what the reason has to say, and those at its edge, which it takes. */
    private record Case(Class<?> bean, String setting, Object refused, List<String> expected, List<?> taken) {
    }

    @BeforeAll
    static void begin() {
        factory = Validation.byDefaultProvider().configure().messageInterpolator(new ParameterMessageInterpolator()).buildValidatorFactory();
        validator = factory.getValidator();
    }

    @AfterAll
    static void end() {
        factory.close();
    }

    @Test
    void the_settings_that_have_a_range_are_these() throws Exception {
        for (Class<?> bean : Descriptor.beans().keySet()) {
            Set<String> expected = bean == PostriderActivationSpec.class ? OF_ACTIVATION : BrokerSettings.class.isAssignableFrom(bean) ? OF_BROKER : Set.of("name");
            assertEquals(new TreeSet<>(expected), constrained(bean).stream().map(PropertyDescriptor::getPropertyName).collect(Collectors.toCollection(TreeSet::new)),
                    bean.getName());
        }
    }

    @Test
    void a_bean_without_settings_is_valid_except_for_the_name_of_a_destination() throws Exception {
        for (Class<?> bean : Descriptor.beans().keySet()) {
            Set<String> missing = validator.validate(fresh(bean)).stream().map(violation -> violation.getPropertyPath().toString()).collect(Collectors.toSet());
            assertEquals(bean == PostriderQueue.class || bean == PostriderTopic.class ? Set.of("name") : Set.of(), missing, bean.getName());
        }
    }

    @Test
    void a_value_out_of_range_is_refused_by_setting_and_the_reason_names_what_is_expected() throws Exception {
        each((test, violations) -> {
            assertEquals(1, violations.size(), () -> test + " " + violations);
            ConstraintViolation<Object> violation = violations.iterator().next();
            assertEquals(test.setting(), violation.getPropertyPath().toString());
            test.expected().forEach(each -> assertTrue(violation.getMessage().contains(each), () -> test + " is refused with: " + violation.getMessage()));
        }, test -> Collections.singletonList(test.refused()));
    }

    @Test
    void a_value_at_the_edge_of_its_range_is_taken() throws Exception {
        each((test, violations) -> assertEquals(Set.of(), violations, test::toString), Case::taken);
    }

    @Test
    void the_settings_that_people_get_wrong_are_refused() throws Exception {
        assertEquals(List.of("requestTimeoutMs"), refused(PostriderManagedConnectionFactory.class, Map.of("requestTimeoutMs", 0L)));
        assertEquals(List.of("mechanism"), refused(PostriderResourceAdapter.class, Map.of("mechanism", "FOO")));
        assertEquals(List.of("maxSession"), refused(PostriderActivationSpec.class, Map.of("maxSession", 0)));
        assertEquals(List.of("serverUrl"), refused(PostriderActivationSpec.class, Map.of("serverUrl", "http://host")));
        assertEquals(List.of(), refused(PostriderResourceAdapter.class,
                Map.of("serverUrl", "postriders://host", "mechanism", "PLAIN", "requestTimeoutMs", 1_000L, "prefetchMessages", 0L)));
        assertEquals(List.of(), refused(PostriderQueue.class, Map.of("name", "orders")));
    }

    @Test
    void a_name_that_is_null_is_refused_as_one_that_is_empty_is() {
        for (String wrong : new String[] {null, ""}) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new PostriderQueue().setName(wrong));
            assertTrue(refused.getMessage().contains("this one is " + (wrong == null ? "null" : "empty")), refused.getMessage());
        }
    }

    private static List<String> refused(Class<?> type, Map<String, ?> settings) throws Exception {
        Object bean = fresh(type);
        for (Map.Entry<String, ?> each : settings.entrySet()) {
            set(bean, each.getKey(), each.getValue());
        }
        return validator.validate(bean).stream().map(violation -> violation.getPropertyPath().toString()).toList();
    }

    private interface Values {
        List<?> of(Case test);
    }

    /** Checks what is found in a bean with one setting, for each constraint and each of these values. */
    private static void each(BiConsumer<Case, Set<ConstraintViolation<Object>>> check, Values values) throws Exception {
        for (Class<?> type : Descriptor.beans().keySet()) {
            for (PropertyDescriptor property : constrained(type)) {
                for (var constraint : property.getConstraintDescriptors()) {
                    Case test = of(type, property, constraint.getAnnotation());
                    for (Object value : values.of(test)) {
                        Object bean = fresh(type);
                        set(bean, test.setting(), value);
                        check.accept(test, validator.validate(bean));
                    }
                }
            }
        }
    }

    private static Case of(Class<?> bean, PropertyDescriptor property, Annotation constraint) {
        String setting = property.getPropertyName();
        if (constraint instanceof Min min) {
            return new Case(bean, setting, number(property, min.value() - 1), List.of(String.valueOf(min.value())), List.of(number(property, min.value())));
        }
        if (constraint instanceof Max max) {
            return new Case(bean, setting, number(property, max.value() + 1), List.of(String.valueOf(max.value())), List.of(number(property, max.value())));
        }
        if (constraint instanceof NotNull) {
            return new Case(bean, setting, null, List.of("null"), List.of());
        }
        List<String> allowed = switch (setting) {
            case "serverUrl" -> List.of("postrider://host:7337", "postriders://host");
            case "mechanism" -> List.of("SCRAM-SHA-256", "PLAIN");
            case "destinationType" -> List.of("jakarta.jms.Queue", "jakarta.jms.Topic");
            case "acknowledgeMode" -> List.of("Auto-acknowledge", "Dups-ok-acknowledge");
            case "subscriptionDurability" -> List.of("Durable", "NonDurable");
            default -> throw new AssertionError("what is " + setting + " expected to be? " + constraint);
        };
        assertTrue(constraint instanceof Pattern, () -> setting + " " + constraint);
        return new Case(bean, setting, "FOO", allowed.stream().map(each -> each.replaceAll("host.*", "")).toList(), allowed);
    }

    private static Object number(PropertyDescriptor property, long value) {
        return property.getElementClass() == Integer.class ? (Object) Math.toIntExact(value) : (Object) value;
    }

    private static List<PropertyDescriptor> constrained(Class<?> bean) {
        return new ArrayList<>(validator.getConstraintsForClass(bean).getConstrainedProperties());
    }

    private static Object fresh(Class<?> bean) throws Exception {
        return bean.getConstructor().newInstance();
    }

    private static void set(Object bean, String setting, Object value) throws Exception {
        var property = new java.beans.PropertyDescriptor(setting, bean.getClass());
        if (!Objects.equals(property.getReadMethod().invoke(bean), value)) { // what is not configured is not set
            property.getWriteMethod().invoke(bean, value);
        }
    }
}
