/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark.store;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

import io.github.safequeue.benchmark.Options;
import io.github.safequeue.benchmark.Results;

/**
 * Queues with {@code store=jdbc} beside plain {@code JdbcTemplate}, db-scheduler and
 * Spring Modulith, on one PostgreSQL server. The options, with their defaults:
 * {@code parts=handling,offer,latency,floor rounds=7 warmups=2 millis=800} (of a turn)
 * {@code waiting=20000} (items) {@code only=} (contenders) {@code offers=41} (rounds)
 * {@code latencies=1000 polls=15} (items) {@code step=3000} (items) {@code name=store}.
 */
public final class StoreComparison {

	private StoreComparison() {
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if anything fails
	 */
	public static void main(String... args) throws Exception {
		((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		Options options = new Options(args);
		Results results = new Results(options.get("name", "store"));
		List<String> parts = options.all("parts", List.of("handling", "offer", "latency", "floor"));
		try (Server server = new Server()) {
			if (parts.contains("handling")) {
				new HandlingPart(server, options, results).run();
			}
			if (parts.contains("offer")) {
				new OfferPart(server, options, results).run();
			}
			if (parts.contains("latency")) {
				new LatencyPart(server, options, results).run();
			}
			if (parts.contains("floor")) {
				new FloorPart(server, options, results).run();
			}
		}
		results.write();
	}

}
