/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults.longrun;

/**
 * An item.
 *
 * @param id which one, of one context
 * @param customer its key
 * @param kind how its handling ends
 */
record Work(int id, int customer, Kind kind) {

	static final int CUSTOMERS = 7;

	/** Do what a handler does with it. */
	void handle() throws InterruptedException {
		switch (this.kind) {
			case QUICK -> {
			}
			case SLOW -> Thread.sleep(5);
			case FAILING -> throw new IllegalStateException("on purpose");
			case BROKEN -> throw new AssertionError("on purpose");
		}
	}

	enum Kind {

		QUICK, SLOW, FAILING, BROKEN;

		static Kind of(int chance) {
			return (chance < 3) ? SLOW : (chance < 10) ? FAILING : (chance < 15) ? BROKEN : QUICK;
		}

	}

}
