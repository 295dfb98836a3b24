/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.WorkHandler;

/**
 * What queues cost that have nothing to do: processor time, heap, threads, and the time
 * to start and to close their context. The options, with their defaults:
 * {@code queues=100}, {@code idle=10000} (how long to watch idle queues, in
 * milliseconds), {@code settle=60000} (how long to wait at most until the JIT compiler
 * rests before that), {@code rounds=5} (of idleness and of room), {@code starts=25},
 * {@code name=footprint}.
 */
public final class Footprint {

	private static final int WARM_UP_STARTS = 10;

	/** How long nothing may have been compiled before idle queues are watched. */
	private static final int QUIET_MILLIS = 3000;

	private static final int LET_GO_MILLIS = 500;

	private final Results results;

	private Footprint(Results results) {
		this.results = results;
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if the thread is interrupted
	 */
	public static void main(String... args) throws Exception {
		Options options = new Options(args);
		Footprint footprint = new Footprint(new Results(options.get("name", "footprint")));
		int starts = options.get("starts", 25);
		footprint.starts(Math.min(starts, WARM_UP_STARTS), starts);
		int queues = options.get("queues", 100);
		int rounds = options.get("rounds", 5);
		footprint.room(queues, rounds);
		footprint.idle(queues, options.get("idle", 10_000), options.get("settle", 60_000), rounds);
		footprint.results.write();
	}

	/** Contexts of different sizes take turns. */
	private void starts(int warmUps, int rounds) {
		Map<Integer, List<Double>> starting = new LinkedHashMap<>();
		Map<Integer, List<Double>> closing = new LinkedHashMap<>();
		for (int round = -warmUps; round < rounds; round++) {
			for (int queues : new int[] { -1, 0, 10, 100 }) {
				long before = System.nanoTime();
				ConfigurableApplicationContext context = start(queues);
				long started = System.nanoTime();
				context.close();
				long closed = System.nanoTime();
				if (round >= 0) {
					starting.computeIfAbsent(queues, (key) -> new ArrayList<>()).add((started - before) / 1e6);
					closing.computeIfAbsent(queues, (key) -> new ArrayList<>()).add((closed - started) / 1e6);
				}
			}
		}
		this.results.head("queues in the context", "start, ms", "close, ms");
		starting.forEach((queues, times) -> {
			Range start = Range.of(times);
			Range close = Range.of(closing.get(queues));
			String what = (queues < 0) ? "safequeue.enabled=false"
					: (queues == 0) ? "0 (and safeQueue)" : Integer.toString(queues);
			this.results.cells(what, start.inWords(), close.inWords());
			this.results.row("what", "start and close", "queues", queues, "startMillis", start.median(), "startLow",
					start.low(), "startHigh", start.high(), "closeMillis", close.median(), "closeLow", close.low(),
					"closeHigh", close.high());
		});
	}

	private void room(int queues, int rounds) throws InterruptedException {
		List<Double> heapEach = new ArrayList<>();
		List<Double> threadsEach = new ArrayList<>();
		int few = Math.max(1, queues / 10);
		for (int round = 0; round < rounds; round++) {
			Room small = room(few);
			Room large = room(few + queues);
			heapEach.add((large.heap() - small.heap()) / 1024.0 / queues);
			threadsEach.add((large.threads() - small.threads()) / (double) queues);
		}
		Range heap = Range.of(heapEach);
		Range threads = Range.of(threadsEach);
		this.results.head("each of %d queues, capacity 8,192".formatted(queues), "");
		this.results.cells("heap, KB", heap.inWords());
		this.results.cells("threads", threads.median());
		this.results.row("what", "room", "queues", queues, "heapKilobytes", heap.median(), "heapLow", heap.low(),
				"heapHigh", heap.high(), "threads", threads.median());
	}

	/**
	 * What the JVM takes with so many queues. Something of the context closed last is
	 * kept, so only differences mean anything.
	 */
	private static Room room(int queues) throws InterruptedException {
		ConfigurableApplicationContext context = start(queues);
		if (context.getBean(SafeQueueRegistry.class).all().size() != queues + 1) {
			throw new IllegalStateException("Not as many queues as declared");
		}
		Room room = new Room(usedHeap(), threads());
		context.close();
		Thread.sleep(LET_GO_MILLIS);
		return room;
	}

	/**
	 * The same JVM without and with queues, in turns. The processor time of a process is
	 * told in steps of 10 ms: one round of ten seconds is exact to 0.1 %, their mean more
	 * so.
	 */
	private void idle(int queues, int millis, int settleMillis, int rounds) throws InterruptedException {
		Map<Integer, List<Double>> percents = new LinkedHashMap<>();
		long longest = 0;
		for (int round = 0; round < rounds; round++) {
			for (int count : new int[] { -1, queues }) {
				ConfigurableApplicationContext context = start(count);
				longest = Math.max(longest, settle(settleMillis));
				long before = processorNanos();
				long start = System.nanoTime();
				Thread.sleep(millis);
				double percent = 100.0 * (processorNanos() - before) / (System.nanoTime() - start);
				context.close();
				percents.computeIfAbsent(count, (key) -> new ArrayList<>()).add(percent);
			}
		}
		this.results.head("idle for %,d ms, %d times, after %,d ms at most".formatted(millis, rounds, longest),
				"of one core, %: mean", "highest");
		percents.forEach((count, each) -> {
			double mean = each.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
			double highest = Collections.max(each);
			this.results.cells((count < 0) ? "safequeue.enabled=false" : count + " queues", "%.3f".formatted(mean),
					"%.3f".formatted(highest));
			this.results.row("what", "idle", "queues", count, "percentOfOneCore", mean, "highest", highest);
		});
	}

	/** Wait until the JIT compiler rests, and return how many milliseconds it took. */
	private static long settle(int atMostMillis) throws InterruptedException {
		CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
		System.gc();
		long start = System.nanoTime();
		long compiled = compiler.getTotalCompilationTime();
		long since = start;
		while (millisSince(start) < atMostMillis && millisSince(since) < QUIET_MILLIS) {
			Thread.sleep(Math.min(atMostMillis, 500));
			if (compiler.getTotalCompilationTime() != compiled) {
				compiled = compiler.getTotalCompilationTime();
				since = System.nanoTime();
			}
		}
		return millisSince(start);
	}

	private static long millisSince(long nanos) {
		return (System.nanoTime() - nanos) / 1_000_000;
	}

	/** The library is off if there are less than no queues. */
	private static ConfigurableApplicationContext start(int queues) {
		List<String> properties = new ArrayList<>(List.of("logging.level.root=WARN", "spring.jmx.enabled=false",
				"management.otlp.metrics.export.enabled=false", Modulith.NONE));
		properties.add("safequeue.enabled=" + (queues >= 0));
		for (int i = 0; i < queues; i++) {
			properties.add("safequeue.queues.q%d.handler=handler".formatted(i));
		}
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false)
			.registerShutdownHook(false)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	private static long usedHeap() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static int threads() {
		return ManagementFactory.getThreadMXBean().getThreadCount();
	}

	private static long processorNanos() {
		return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
	}

	/** With Actuator at its defaults: meters, health, endpoints. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
	static class Application {

		@Bean
		WorkHandler<Item> handler() {
			return (item) -> {
			};
		}

	}

	private record Room(long heap, int threads) {

	}

}
