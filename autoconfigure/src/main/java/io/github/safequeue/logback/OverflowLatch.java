/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.logback;

import java.util.function.BooleanSupplier;

/**
 * Whether there is room for the events of some levels, remembered once there was none:
 * threads that drop then read nothing that others write for each event.
 *
 * <p>
 * Any thread may ask. A thread that finds no room shuts the latch; the writer opens it at
 * each check, and does so after the last event that waits.
 */
@SuppressWarnings("unused") // the padding
final class OverflowLatch {

	private final BooleanSupplier room;

	private long a00, a01, a02, a03, a04, a05, a06, a07, a08, a09, a10, a11, a12, a13, a14, a15;

	private volatile boolean shut;

	private long b00, b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15;

	OverflowLatch(BooleanSupplier room) {
		this.room = room;
	}

	boolean isOpen(CallerState caller) {
		if (this.shut && !caller.isDoubtful()) {
			return false;
		}
		boolean room = this.room.getAsBoolean();
		if (!room) {
			this.shut = true;
			// If the last check of the writer came before this, it had taken what waited:
			// there is room now. If there is none, it will check again.
			room = this.room.getAsBoolean();
		}
		if (room) {
			open();
		}
		return room;
	}

	/** Let threads that log look. The writer: needs a full fence after taking events. */
	void open() {
		if (this.shut) {
			this.shut = false;
		}
	}

}
