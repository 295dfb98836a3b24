/**
 * The health of the queues, read from their figures and from what their workers do.
 *
 * <p>
 * May know the root package and Spring Boot's health contributors only.
 */
@NullMarked
package io.github.safequeue.health;

import org.jspecify.annotations.NullMarked;
