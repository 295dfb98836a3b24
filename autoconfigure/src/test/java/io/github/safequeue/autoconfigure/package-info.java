/**
 * Tests of queues in a Spring Boot application.
 */
@NullMarked
package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.NullMarked;
