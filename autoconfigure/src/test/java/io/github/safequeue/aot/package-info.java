/**
 * Tests of applications that are processed ahead of time.
 */
@NullMarked
package io.github.safequeue.aot;

import org.jspecify.annotations.NullMarked;
