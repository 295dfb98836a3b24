package io.github.safequeue.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

/**
 * The contenders by name.
 *
 * @param name the name: a peer's, or {@code safequeue} with what differs from the
 * defaults, such as {@code safequeue:concurrency=4}
 */
record Entry(String name) {

	static final String BARE = "bare";

	static final String QUEUE = "safequeue";

	static final List<String> PEERS = List.of(BARE, QUEUE, "linked-blocking", "array-blocking", "linked-transfer",
			"thread-pool-executor", "virtual-threads", "queue-channel", "disruptor-blocking", "disruptor-yielding",
			"reactor-sink");

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
		if (!this.name.startsWith(QUEUE)) {
			throw new IllegalArgumentException("No such contender: " + this.name);
		}
		Map<String, String> properties = properties();
		String actuator = properties.remove("actuator");
		Object listener = new SafeQueueContender.Listener(arrivals);
		if (properties.containsKey("batch-size")) {
			listener = new SafeQueueContender.BatchListener(arrivals);
		}
		else if (properties.remove("keys") != null) {
			listener = new SafeQueueContender.KeyListener(arrivals);
		}
		properties.put("capacity", Integer.toString(capacity));
		return new SafeQueueContender(actuator, listener, properties);
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
