/**
 * The house's rules about packages and auto-configurations, and the bad examples that
 * each of them must refuse.
 */
@NullMarked
package io.github.safequeue.architecture;

import org.jspecify.annotations.NullMarked;
