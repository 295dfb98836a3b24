package io.github.safequeue.logback;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;

/**
 * How many events were dropped, by level. Any thread; counting takes no lock and
 * allocates nothing.
 */
final class DropCounts {

	private static final List<Level> LEVELS = List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);

	private final AtomicLongArray counts = new AtomicLongArray(LEVELS.size());

	void count(Level level) {
		this.counts.incrementAndGet(indexOf(level));
	}

	long of(Level level) {
		return this.counts.get(indexOf(level));
	}

	long total() {
		long total = 0;
		for (int i = 0; i < this.counts.length(); i++) {
			total += this.counts.get(i);
		}
		return total;
	}

	Map<String, Long> byLevel() {
		Map<String, Long> byLevel = new LinkedHashMap<>();
		LEVELS.forEach((level) -> byLevel.put(level.levelStr, of(level)));
		return byLevel;
	}

	/**
	 * Put counts into words.
	 * @param byLevel counts by the level's name
	 * @return the levels with a count above zero, each with its count
	 */
	static String inWords(Map<String, Long> byLevel) {
		return byLevel.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 0)
			.map((entry) -> entry.getKey() + " " + entry.getValue())
			.collect(Collectors.joining(", "));
	}

	/** The standard level at or below; whatever is below TRACE counts as TRACE. */
	private static int indexOf(Level level) {
		int index = LEVELS.size() - 1;
		while (index > 0 && level.levelInt < LEVELS.get(index).levelInt) {
			index--;
		}
		return index;
	}

}
