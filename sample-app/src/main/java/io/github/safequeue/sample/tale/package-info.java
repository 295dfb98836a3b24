/**
 * Scenes that show, with figures measured while they play, what an application gets from
 * a queue and from Spring Boot's own means.
 */
@NullMarked
package io.github.safequeue.sample.tale;

import org.jspecify.annotations.NullMarked;
