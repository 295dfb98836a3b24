/**
 * Invoices that are sent and printed.
 */
@NullMarked
package io.github.safequeue.sample.invoices;

import org.jspecify.annotations.NullMarked;
