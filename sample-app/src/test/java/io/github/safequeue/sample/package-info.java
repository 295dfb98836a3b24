/**
 * Tests that use the sample as its users do.
 */
@NullMarked
package io.github.safequeue.sample;

import org.jspecify.annotations.NullMarked;
