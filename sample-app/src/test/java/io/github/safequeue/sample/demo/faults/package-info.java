/**
 * Faults on demand.
 */
@NullMarked
package io.github.safequeue.sample.demo.faults;

import org.jspecify.annotations.NullMarked;
