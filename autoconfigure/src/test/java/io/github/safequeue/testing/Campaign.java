package io.github.safequeue.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The campaign of faults: how far it goes, and what it found. It runs small inside the
 * build and large with {@code -Dsafequeue.campaign=large}. What was tried is written to
 * {@code target/campaign/jdk-<version>.csv}, a line for each fault, as soon as it is
 * known; where the build runs test classes in several JVMs, each but the first adds its
 * number to the name. May be called by any thread.
 */
public final class Campaign {

	private static final boolean LARGE = "large".equals(System.getProperty("safequeue.campaign"));

	private static final Map<String, Result> results = new ConcurrentSkipListMap<>();

	private Campaign() {
	}

	public static boolean isLarge() {
		return LARGE;
	}

	/** Return how often to try something. */
	public static int scaled(int small, int large) {
		return LARGE ? large : small;
	}

	/**
	 * Note what became of a fault. Results of the same fault are added up.
	 * @param area the kind of fault, such as "races of closing"
	 * @param fault the fault, in words
	 * @param tried how often it was tried
	 * @param accepted how many items were accepted meanwhile
	 * @param lost how many of those were neither handled, dead-lettered nor reported
	 * undelivered, or more than once
	 */
	public static void record(String area, String fault, long tried, long accepted, long lost) {
		record(area, fault, tried, accepted, lost, Duration.ZERO);
	}

	/**
	 * Note what became of a fault that ends in a closing.
	 * @param slowestClose how long closing took at worst, beyond the drain timeout if
	 * that was used up
	 * @see #record(String, String, long, long, long)
	 */
	public static void record(String area, String fault, long tried, long accepted, long lost, Duration slowestClose) {
		synchronized (results) {
			results.merge(area + "," + fault, new Result(tried, accepted, lost, slowestClose.toMillis()), Result::plus);
			write();
		}
	}

	private static void write() {
		StringBuilder text = new StringBuilder("area,fault,tried,accepted,lost,slowest close in ms\n");
		results.forEach((key, result) -> text.append(key).append(result).append('\n'));
		try {
			Path directory = Files.createDirectories(Path.of("target", "campaign"));
			String fork = System.getProperty("surefire.forkNumber", "1");
			String name = "jdk-" + Runtime.version().feature() + (fork.equals("1") ? "" : "-" + fork);
			Files.writeString(directory.resolve(name + ".csv"), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Result(long tried, long accepted, long lost, long slowestClose) {

		Result plus(Result more) {
			return new Result(this.tried + more.tried, this.accepted + more.accepted, this.lost + more.lost,
					Math.max(this.slowestClose, more.slowestClose));
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, ",%d,%d,%d,%d", this.tried, this.accepted, this.lost, this.slowestClose);
		}

	}

}
