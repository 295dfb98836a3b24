/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.demo.faults;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.sample.orders.Order;

/**
 * Fills the queue {@code orders} for the page, and ends what is stuck. Offering does not
 * wait, so the answer comes before most of the orders are stored.
 */
@RestController
@RequestMapping(path = "/api", consumes = MediaType.APPLICATION_JSON_VALUE)
@Profile("demo")
class FaultController {

	private static final int CUSTOMERS = 50;

	private final SafeQueue<Order> orders;

	private final FaultyOrders faults;

	FaultController(SafeQueue<Order> orders, FaultyOrders faults) {
		this.orders = orders;
		this.faults = faults;
	}

	@PostMapping("/traffic")
	TrafficReceipt place(@Valid @RequestBody TrafficRequest request) {
		long accepted = IntStream.range(0, request.orders())
			.filter((number) -> this.orders.offer(order(number)))
			.count();
		return new TrafficReceipt(accepted, request.orders() - accepted);
	}

	private static Order order(int number) {
		return new Order(UUID.randomUUID().toString(), "customer-" + number % CUSTOMERS, "slow", 1, Instant.now());
	}

	@PostMapping("/release")
	Release release() {
		return new Release(this.faults.release());
	}

	/**
	 * How much traffic is wanted.
	 *
	 * @param orders how many orders to place
	 */
	record TrafficRequest(@Positive @Max(10_000) int orders) {
	}

	/**
	 * What became of the wanted traffic.
	 *
	 * @param accepted how many orders the queue accepted
	 * @param refused how many it refused
	 */
	record TrafficReceipt(long accepted, long refused) {
	}

	/**
	 * What was released.
	 *
	 * @param released how many orders were stuck and go on
	 */
	record Release(int released) {
	}

}
