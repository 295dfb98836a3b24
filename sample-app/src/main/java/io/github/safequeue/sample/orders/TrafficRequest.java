package io.github.safequeue.sample.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;

/**
 * How much traffic is wanted.
 *
 * @param orders how many orders to place
 */
record TrafficRequest(@Positive @Max(10_000) int orders) {
}
