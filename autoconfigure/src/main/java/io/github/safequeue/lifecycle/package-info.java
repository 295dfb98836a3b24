/**
 * Queues as beans: their start, pause and destruction, the order of destruction, and the
 * registry.
 *
 * <p>
 * May know the root package, the engine and spring-context. See {@code docs/lifecycle.md}
 * for the state machine and the order of destruction.
 */
@NullMarked
package io.github.safequeue.lifecycle;

import org.jspecify.annotations.NullMarked;
