/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

/**
 * Who submits, wherever the context is at that moment.
 */
enum Caller implements CallSite {

	/** The thread that is there anyhow. */
	SPOT(""),

	HANDLER("a handler of the queue"),

	OTHER_HANDLER("a handler of another queue"),

	CLEANER("a Cleaner callback"),

	FINALIZER("a finalizer"),

	SIGNAL("a signal handler"),

	TO_STRING("toString of an element of a collection"),

	EQUALS("equals of an element of a collection"),

	COMPARATOR("a comparator that sorts a collection"),

	APPENDER("a logging appender"),

	BUSY_CARRIERS("a virtual thread while all carriers are busy"),

	INTERRUPTED("a thread with its interrupt flag set"),

	LITTLE_STACK("a thread with nearly no stack left");

	private final String text;

	Caller(String text) {
		this.text = text;
	}

	/** Return who submits, in words. */
	String text(CallMoment moment, ThreadKind kind) {
		return ((this == SPOT) ? moment.text() : this.text) + ((this == BUSY_CARRIERS) ? "" : kind.text());
	}

	boolean isHandler() {
		return this == HANDLER || this == OTHER_HANDLER;
	}

	/** Whether there is such a caller: some are always threads of one kind. */
	boolean runsOn(ThreadKind kind) {
		return switch (this) {
			case FINALIZER, SIGNAL -> kind == ThreadKind.PLATFORM;
			case BUSY_CARRIERS -> kind == ThreadKind.VIRTUAL;
			default -> true;
		};
	}

	/** Whether there is such a caller then: no handler is called by a stopped queue. */
	boolean existsAt(CallMoment moment) {
		return !isHandler() || (moment != CallMoment.BEFORE_START && moment != CallMoment.STOPPED);
	}

	@Override
	public void prepare(CallerWorld world) throws Exception {
		if (isHandler()) {
			world.courier((this == HANDLER) ? "orders" : "shipments");
		}
	}

	@Override
	public void submit(CallerWorld world, SubmissionBurst burst) throws Exception {
		switch (this) {
			case SPOT -> burst.run();
			case HANDLER -> world.courier("orders").send(burst::run);
			case OTHER_HANDLER -> world.courier("shipments").send(burst::run);
			case CLEANER -> JvmCallSites.cleaner(world.kind(), burst);
			case FINALIZER -> JvmCallSites.finalizer(burst);
			case SIGNAL -> JvmCallSites.signal(burst);
			case TO_STRING -> LibraryCallSites.printed(burst);
			case EQUALS -> LibraryCallSites.compared(burst);
			case COMPARATOR -> LibraryCallSites.sorted(burst);
			case APPENDER -> LibraryCallSites.appender(burst);
			case BUSY_CARRIERS -> ThreadCallSites.busyCarriers(burst);
			case INTERRUPTED -> ThreadCallSites.interrupted(burst);
			case LITTLE_STACK -> ThreadCallSites.littleStack(world.kind(), burst);
		}
		burst.awaitEnd();
	}

	@Override
	public int spare() {
		return (this == LITTLE_STACK) ? 2000 : 0;
	}

}
