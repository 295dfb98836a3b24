package io.github.safequeue.engine;

import io.github.safequeue.engine.buffer.PaddedLong;
import io.github.safequeue.engine.buffer.QueueBuffer;

final class WeakenedSource extends WorkSource {
	enum Without { NOTHING }
	WeakenedSource(QueueBuffer buffer, PaddedLong started, Without without) {
		super(buffer, 0);
	}
	@Override
	boolean take(InFlight inFlight) {
		return false;
	}
}
