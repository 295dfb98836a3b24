/**
 * Scenes that show, with figures measured while they play, what an application gets from
 * a queue and from other means. What may never end is played in a JVM of its own.
 */
@NullMarked
package io.github.safequeue.sample.tale;

import org.jspecify.annotations.NullMarked;
