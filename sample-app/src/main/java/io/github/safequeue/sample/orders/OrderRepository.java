/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.orders;

import java.util.List;
import java.util.Optional;

import org.springframework.data.repository.Repository;

/**
 * Reads stored orders.
 */
interface OrderRepository extends Repository<Order, String> {

	Optional<Order> findById(String id);

	List<Order> findTop100ByOrderByPlacedAtDesc();

	long count();

}
