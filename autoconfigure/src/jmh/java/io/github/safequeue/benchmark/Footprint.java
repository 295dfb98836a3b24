package io.github.safequeue.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.autoconfigure.SafeCleanerAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

/**
 * What queues cost that have nothing to do: processor time, heap, threads, and the time
 * to start and to close their context. The options, with their defaults:
 * {@code queues=100}, {@code idle=10000} (how long to watch idle queues, in
 * milliseconds), {@code starts=25}, {@code name=footprint}.
 */
public final class Footprint {

	private static final int WARM_UP_STARTS = 10;

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
		footprint.room(options.get("queues", 100));
		footprint.idle(options.get("queues", 100), options.get("idle", 10_000));
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

	private void room(int queues) {
		ConfigurableApplicationContext none = start(0);
		long heap = usedHeap();
		int threads = threads();
		ConfigurableApplicationContext context = start(queues);
		if (context.getBean(SafeQueueRegistry.class).all().size() != queues + 1) {
			throw new IllegalStateException("Not as many queues as declared");
		}
		double heapEach = (usedHeap() - heap) / 1024.0 / queues;
		double threadsEach = (threads() - threads) / (double) queues;
		context.close();
		none.close();
		this.results.head("each of %d queues, capacity 8,192".formatted(queues), "");
		this.results.cells("heap, KB", heapEach);
		this.results.cells("threads", threadsEach);
		this.results.row("what", "room", "queues", queues, "heapKilobytes", heapEach, "threads", threadsEach);
	}

	private void idle(int queues, int millis) throws InterruptedException {
		this.results.head("idle for %,d ms".formatted(millis), "of one core, %");
		for (int count : new int[] { -1, queues }) {
			ConfigurableApplicationContext context = start(count);
			Thread.sleep(Math.min(millis, 3000));
			long before = processorNanos();
			long start = System.nanoTime();
			Thread.sleep(millis);
			double percent = 100.0 * (processorNanos() - before) / (System.nanoTime() - start);
			context.close();
			this.results.cells((count < 0) ? "safequeue.enabled=false" : count + " queues", "%.3f".formatted(percent));
			this.results.row("what", "idle", "queues", count, "percentOfOneCore", percent);
		}
	}

	/** The library is off if there are less than no queues. */
	private static ConfigurableApplicationContext start(int queues) {
		List<String> properties = new ArrayList<>(List.of("logging.level.root=WARN", "spring.jmx.enabled=false"));
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

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeCleanerAutoConfiguration.class })
	static class Application {

		@Bean
		WorkHandler<Item> handler() {
			return (item) -> {
			};
		}

	}

}
