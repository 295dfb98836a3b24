/**
 * Queues and items that several tests use.
 */
@NullMarked
package io.github.safequeue.testing;

import org.jspecify.annotations.NullMarked;
