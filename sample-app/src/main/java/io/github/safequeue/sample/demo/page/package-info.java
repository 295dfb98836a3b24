/**
 * What the page at {@code /} shows: the queues' health and figures, and dead letters. The
 * page itself is in {@code demo/} on the class path.
 */
@NullMarked
package io.github.safequeue.sample.demo.page;

import org.jspecify.annotations.NullMarked;
