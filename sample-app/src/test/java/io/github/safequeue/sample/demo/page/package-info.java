/**
 * What the page is served and what it can start, by HTTP.
 */
@NullMarked
package io.github.safequeue.sample.demo.page;

import org.jspecify.annotations.NullMarked;
