/**
 * What the page is served, by HTTP.
 */
@NullMarked
package io.github.safequeue.sample.demo.page;

import org.jspecify.annotations.NullMarked;
