/**
 * Tests of the tale.
 */
@NullMarked
package io.github.safequeue.sample.tale;

import org.jspecify.annotations.NullMarked;
