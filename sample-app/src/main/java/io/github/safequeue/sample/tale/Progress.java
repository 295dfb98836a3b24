package io.github.safequeue.sample.tale;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells the figures of a side to whoever started its JVM, one changed figure a line. Any
 * thread.
 */
final class Progress {

	/** What such a line begins with. */
	static final String PREFIX = "tale> ";

	/** The figure that says how far a side is. */
	static final String DONE = "done";

	/** The figure that says how far a side wants to get. */
	static final String TOTAL = "total";

	/** The figure that says that a side has come to its end. */
	static final String ENDED = "ended";

	private final PrintStream out;

	private final Map<String, Supplier<?>> figures = new LinkedHashMap<>();

	private final Map<String, String> told = new HashMap<>();

	Progress(PrintStream out) {
		this.out = out;
	}

	/**
	 * Have steps counted. While they go on, the side is not stuck.
	 * @param total how many there are to do
	 * @param done how many are done
	 */
	void steps(long total, LongSupplier done) {
		show(TOTAL, () -> total);
		show(DONE, () -> Math.min(total, done.getAsLong()));
	}

	/**
	 * Have a figure told.
	 * @param figure its name, without a blank
	 * @param value its value at the moment
	 */
	synchronized void show(String figure, Supplier<?> value) {
		this.figures.put(figure, value);
	}

	/** Tell the figures that have changed. */
	synchronized void tell() {
		this.figures.forEach((figure, supplier) -> {
			String value = String.valueOf(supplier.get());
			if (!value.equals(this.told.put(figure, value))) {
				this.out.println(PREFIX + figure + " " + value);
			}
		});
		this.out.flush();
	}

}
