/**
 * The campaign of faults: each test provokes one kind of fault as often as
 * {@link io.github.safequeue.testing.Campaign} says, and notes what became of it there.
 */
@NullMarked
package io.github.safequeue.campaign;

import org.jspecify.annotations.NullMarked;
