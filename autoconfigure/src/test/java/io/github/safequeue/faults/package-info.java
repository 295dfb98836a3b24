/**
 * The campaign of faults: each test provokes one kind of fault as often as
 * {@link io.github.safequeue.testing.Faults} says, and notes what became of it there.
 */
@NullMarked
package io.github.safequeue.faults;

import org.jspecify.annotations.NullMarked;
