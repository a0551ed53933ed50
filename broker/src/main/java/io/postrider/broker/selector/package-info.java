/**
 * Message selectors of Jakarta Messaging 3.1, section 3.8.1: text in, a condition over header fields and properties out.
 *
 * <p>Everything here is immutable after construction, touches no thread, clock or disk, and may be used by any thread.
 * Parsing is meant for other threads than the core's; evaluating is cheap enough for the core, because its cost is bounded
 * where the text is parsed: the number of nodes in {@code Parser}, the length of a pattern in {@code LikePattern}.
 *
 * <p>Where the specification leaves room, these rules hold throughout:
 * <ul>
 *   <li>NULL in, unknown out (3.8.1.2). Arithmetic on a value that is no number, and division by zero, give NULL.</li>
 *   <li>An operation on a value of an unlike type is false, and so is its NOT form: {@code <>}, {@code NOT BETWEEN},
 *       {@code NOT IN} and {@code NOT LIKE} are operations of their own. A logical NOT around one is ordinary logic.</li>
 *   <li>Exact numbers are 64 bits wide whatever type a property was set with, and arithmetic on them wraps; approximate ones
 *       are doubles. Both are compared by their mathematical values, so that equality is transitive and can be indexed.</li>
 *   <li>What can be seen to be unlike in the text alone, such as {@code TRUE = 0} or {@code weight > 'heavy'}, is refused;
 *       the TCK counts on it.</li>
 * </ul>
 */
package io.postrider.broker.selector;
