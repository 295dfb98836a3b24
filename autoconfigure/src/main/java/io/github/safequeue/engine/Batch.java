package io.github.safequeue.engine;

import java.util.List;

/**
 * The elements that one call of a batch handler is given. Distinguishes a batch from an
 * item that is a list itself.
 *
 * @param elements items or envelopes, in order
 */
record Batch(List<Object> elements) {

	@Override
	public String toString() {
		return "Batch";
	}

}
