/**
 * Tests of the cleaner, by itself and in a context.
 */
@NullMarked
package io.github.safequeue.cleaner;

import org.jspecify.annotations.NullMarked;
