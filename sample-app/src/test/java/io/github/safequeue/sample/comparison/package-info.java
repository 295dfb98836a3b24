/**
 * Tests of the comparison.
 */
@NullMarked
package io.github.safequeue.sample.comparison;

import org.jspecify.annotations.NullMarked;
