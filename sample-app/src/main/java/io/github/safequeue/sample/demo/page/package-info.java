/**
 * What the page at {@code /} shows and starts: the queues' figures, dead letters, and the
 * scenarios of the comparison. The page itself is in {@code static/} on the class path.
 */
@NullMarked
package io.github.safequeue.sample.demo.page;

import org.jspecify.annotations.NullMarked;
