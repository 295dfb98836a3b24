/**
 * What the page can start, by HTTP.
 */
@NullMarked
package io.github.safequeue.sample.comparison.page;

import org.jspecify.annotations.NullMarked;
