package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Gives out what waits in the order in which it was accepted, one by one or in batches.
 */
final class OrderedSource extends WorkSource {

	private static final int FIRST_ROOM = 256;

	OrderedSource(QueueBuffer buffer, int batchSize) {
		super(buffer, batchSize);
	}

	@Override
	boolean takeAlone(InFlight inFlight) {
		if (this.batchSize > 0) {
			return take(inFlight);
		}
		Object element = this.buffer.pollAlone();
		if (element == null) {
			return false;
		}
		inFlight.assign(element);
		return true;
	}

	@Override
	boolean take(InFlight inFlight) {
		Object content = (this.batchSize == 0) ? this.buffer.poll() : batch();
		if (content == null) {
			return false;
		}
		inFlight.assign(content);
		return true;
	}

	/** Nothing is allocated where nothing waits, nor behind what was taken. */
	private @Nullable Object batch() {
		if (this.buffer.isEmpty()) {
			return null;
		}
		List<Object> elements = new ArrayList<>(Math.min(this.batchSize, FIRST_ROOM));
		Batch batch = new Batch(elements);
		return (this.buffer.poll(elements, this.batchSize) > 0) ? batch : null;
	}

}
