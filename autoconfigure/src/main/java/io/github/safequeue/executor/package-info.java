/**
 * Spring's task executor on a queue of tasks. May know the root package, the engine and
 * spring-core.
 */
@NullMarked
package io.github.safequeue.executor;

import org.jspecify.annotations.NullMarked;
