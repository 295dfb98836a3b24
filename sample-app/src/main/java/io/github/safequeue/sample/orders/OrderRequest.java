/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;

/**
 * What a customer sends.
 *
 * @param customerId who orders
 * @param product what is ordered
 * @param quantity how many
 */
record OrderRequest(@NotBlank @Size(max = 64) String customerId, @NotBlank @Size(max = 64) String product,
		@Positive @Max(1000) int quantity) {
}
