/**
 * The application of the long run. Its classes are loaded anew for each context, except
 * the one with the main method.
 */
@NullMarked
package io.github.safequeue.faults.longrun;

import org.jspecify.annotations.NullMarked;
