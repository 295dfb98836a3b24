package io.github.safequeue.sample.tale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares what was promised with what was measured. Used by one thread.
 */
final class Promises {

	private final List<String> broken = new ArrayList<>();

	Promises expect(String what, long promised, long measured) {
		if (promised != measured) {
			this.broken.add(String.format(Locale.ROOT, "%s: %,d promised, %,d measured", what, promised, measured));
		}
		return this;
	}

	List<String> broken() {
		return List.copyOf(this.broken);
	}

}
