/**
 * The audit trail: takes entries from any bean, also while the application closes, hands
 * them to the queue {@code audit} and stores them in batches.
 */
@NullMarked
package io.github.safequeue.sample.audit;

import org.jspecify.annotations.NullMarked;
