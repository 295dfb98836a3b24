/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;

import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Gives out what waits in the order in which it was accepted, one by one or in batches.
 */
final class OrderedSource extends WorkSource {

	OrderedSource(QueueBuffer buffer, int batchSize) {
		super(buffer, batchSize);
	}

	@Override
	boolean takeAlone(InFlight inFlight) {
		return take(inFlight, true);
	}

	@Override
	boolean take(InFlight inFlight) {
		return take(inFlight, false);
	}

	private boolean take(InFlight inFlight, boolean alone) {
		if (this.batchSize > 0) {
			return takeBatch(inFlight, alone);
		}
		Object element = (alone) ? this.buffer.pollAlone() : this.buffer.poll();
		if (element == null) {
			return false;
		}
		inFlight.assign(element);
		return true;
	}

	/** Nothing is allocated behind what was taken: the batch is there before. */
	private boolean takeBatch(InFlight inFlight, boolean alone) {
		List<Object> elements = inFlight.nextBatch(this.batchSize).elements();
		if (alone) {
			pollAlone(elements);
		}
		else {
			this.buffer.poll(elements, this.batchSize);
		}
		return inFlight.assignNextBatch();
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
