/**
 * The registration of queue beans: which queues listeners, properties and beans declare,
 * what handles each, and the builders that properties and customizers apply to; the task
 * executor on a queue.
 *
 * <p>
 * May know the properties and the rest of the library; neither the auto-configurations
 * nor the analyses of start-up failures.
 */
@NullMarked
package io.github.safequeue.autoconfigure.registration;

import org.jspecify.annotations.NullMarked;
