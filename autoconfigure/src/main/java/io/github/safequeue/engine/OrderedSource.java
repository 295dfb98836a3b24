package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;

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
			return takeBatch(inFlight, true);
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
		if (this.batchSize > 0) {
			return takeBatch(inFlight, false);
		}
		Object element = this.buffer.poll();
		if (element == null) {
			return false;
		}
		inFlight.assign(element);
		return true;
	}

	/**
	 * Nothing is allocated behind what was taken: the batch is there before. One that
	 * finds nothing to hold is kept for the next time.
	 */
	private boolean takeBatch(InFlight inFlight, boolean alone) {
		Batch batch = inFlight.spareBatch;
		if (batch == null) {
			batch = new Batch(new ArrayList<>(Math.min(this.batchSize, FIRST_ROOM)));
			inFlight.spareBatch = batch;
		}
		List<Object> elements = batch.elements();
		if (alone) {
			pollAlone(elements);
		}
		else {
			this.buffer.poll(elements, this.batchSize);
		}
		if (elements.isEmpty()) {
			return false;
		}
		inFlight.assign(batch);
		inFlight.spareBatch = null;
		return true;
	}

	private void pollAlone(List<Object> elements) {
		while (elements.size() < this.batchSize && hasRoom(elements)) {
			Object element = this.buffer.pollAlone();
			if (element == null) {
				return;
			}
			elements.add(element);
		}
	}

	/** A batch that finds no memory to grow is handled as it is. */
	private static boolean hasRoom(List<Object> elements) {
		try {
			QueueBuffer.makeRoom(elements, 1);
			return true;
		}
		catch (OutOfMemoryError ex) {
			if (elements.isEmpty()) {
				throw ex;
			}
			return false;
		}
	}

}
