/**
 * Tests of the task executor.
 */
@NullMarked
package io.github.safequeue.executor;

import org.jspecify.annotations.NullMarked;
