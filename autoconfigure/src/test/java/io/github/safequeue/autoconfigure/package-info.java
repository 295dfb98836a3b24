/**
 * Tests of queues in a Spring Boot application and of the analyses of start-up failures.
 */
@NullMarked
package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.NullMarked;
