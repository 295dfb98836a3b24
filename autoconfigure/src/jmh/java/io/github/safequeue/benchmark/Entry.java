/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

import io.github.safequeue.benchmark.queue.SafeQueueContenders;

/**
 * The contenders by name.
 *
 * @param name the name: a peer's, or {@code safequeue} with what differs from the
 * defaults, such as {@code safequeue:concurrency=4/call=submit}, with Actuator unless
 * {@code actuator=off}; {@code baseline} instead of {@code safequeue} is the same of
 * another build
 * @param build the other build, see {@link Baseline}
 */
record Entry(String name, String build) {

	static final String BARE = "bare";

	static final String QUEUE = "safequeue";

	static final String BASELINE = "baseline";

	static final List<String> PEERS = List.of(BARE, QUEUE, "linked-blocking", "array-blocking", "linked-transfer",
			"thread-pool-executor", "virtual-threads", "queue-channel", "disruptor-blocking", "disruptor-yielding",
			"reactor-sink");

	Entry(String name) {
		this(name, "");
	}

	/**
	 * Read the options {@code contenders} and {@code baseline}. If there is another
	 * build, each of our queues has its twin of that build among the contenders.
	 */
	static List<Entry> all(Options options, List<String> otherwise) {
		String build = options.get(BASELINE, "");
		Set<String> names = new LinkedHashSet<>();
		for (String name : options.all("contenders", otherwise)) {
			names.add(name);
			if (!build.isEmpty() && isOf(QUEUE, name)) {
				names.add(twin(name));
			}
		}
		return names.stream().map((name) -> new Entry(name, build)).toList();
	}

	/** Return the name of the same queue of the other build. */
	static String twin(String name) {
		return (isOf(BASELINE, name)) ? QUEUE + name.substring(BASELINE.length())
				: BASELINE + name.substring(QUEUE.length());
	}

	private static boolean isOf(String kind, String name) {
		return name.equals(kind) || name.startsWith(kind + ":");
	}

	static boolean isBaseline(String name) {
		return isOf(BASELINE, name);
	}

	/** Whether this JVM has what the contender needs. */
	boolean isPossible() {
		return !this.name.equals("virtual-threads") || Runtime.version().feature() >= 21;
	}

	/**
	 * Create the items to move: few, which stay in the caches, unless their keys matter.
	 */
	Item[] items() {
		int keys = Integer.parseInt(properties().getOrDefault("keys", "1"));
		return Item.create((keys > 1024) ? 1 << 20 : 1024, keys);
	}

	/**
	 * Create the handler.
	 * @param workNanos how long it works on an item
	 */
	Arrivals arrivals(int workNanos) {
		boolean several = this.name.equals("virtual-threads") || properties().containsKey("concurrency");
		return new Arrivals(workNanos, several);
	}

	/**
	 * Start the contender.
	 * @param capacity how many items may wait
	 * @param arrivals the handler
	 */
	Contender start(int capacity, Arrivals arrivals) {
		return switch (this.name) {
			case BARE -> new BareQueue(capacity, arrivals);
			case "linked-blocking" -> new BlockingContender(new LinkedBlockingQueue<>(capacity), arrivals);
			case "array-blocking" -> new BlockingContender(new ArrayBlockingQueue<>(capacity), arrivals);
			case "linked-transfer" -> new BlockingContender(new LinkedTransferQueue<>(), arrivals);
			case "thread-pool-executor" -> ExecutorContender.pool(capacity, arrivals);
			case "virtual-threads" -> ExecutorContender.virtualThreads(arrivals);
			case "queue-channel" -> new ChannelContender(capacity, arrivals);
			case "disruptor-blocking" -> new DisruptorContender(capacity, new BlockingWaitStrategy(), arrivals);
			case "disruptor-yielding" -> new DisruptorContender(capacity, new YieldingWaitStrategy(), arrivals);
			case "reactor-sink" -> new SinkContender(capacity, arrivals);
			default -> queue(capacity, arrivals);
		};
	}

	private Contender queue(int capacity, Arrivals arrivals) {
		if (isOf(QUEUE, this.name)) {
			return new SafeQueueContenders().start(capacity, arrivals, properties());
		}
		if (isBaseline(this.name)) {
			return Baseline.start(this.build, capacity, arrivals, properties());
		}
		throw new IllegalArgumentException("No such contender: " + this.name);
	}

	private Map<String, String> properties() {
		Map<String, String> properties = new HashMap<>();
		int colon = this.name.indexOf(':');
		if (colon > 0) {
			for (String property : this.name.substring(colon + 1).split("/", -1)) {
				int equals = property.indexOf('=');
				properties.put(property.substring(0, equals), property.substring(equals + 1));
			}
		}
		return properties;
	}

}
