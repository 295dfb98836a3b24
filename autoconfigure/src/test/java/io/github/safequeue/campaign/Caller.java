package io.github.safequeue.campaign;

/**
 * Who submits, wherever the context is at that moment.
 */
enum Caller implements Place {

	/** The thread that is there anyhow. */
	SPOT("", (world, burst) -> burst.run()),

	HANDLER("a handler of the queue", (world, burst) -> world.courier("orders").send(burst::run)),

	OTHER_HANDLER("a handler of another queue", (world, burst) -> world.courier("shipments").send(burst::run)),

	CLEANER("a Cleaner callback", CallerPlaces::cleaner),

	FINALIZER("a finalizer", CallerPlaces::finalizer),

	SIGNAL("a signal handler", CallerPlaces::signal),

	TO_STRING("toString of an element of a collection", CallerPlaces::printed),

	EQUALS("equals of an element of a collection", CallerPlaces::compared),

	COMPARATOR("a comparator that sorts a collection", CallerPlaces::sorted),

	APPENDER("a logging appender", CallerPlaces::appender),

	BUSY_CARRIERS("a virtual thread while all carriers are busy", CallerPlaces::busyCarriers),

	INTERRUPTED("a thread with its interrupt flag set", CallerPlaces::interrupted),

	LITTLE_STACK("a thread with nearly no stack left", CallerPlaces::littleStack);

	private final String text;

	private final Place place;

	Caller(String text, Place place) {
		this.text = text;
		this.place = place;
	}

	/** Return who submits, in words. */
	String text(Moment moment, ThreadKind kind) {
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
	boolean existsAt(Moment moment) {
		return !isHandler() || (moment != Moment.BEFORE_START && moment != Moment.STOPPED);
	}

	@Override
	public void prepare(CallerWorld world) throws Exception {
		if (isHandler()) {
			world.courier((this == HANDLER) ? "orders" : "shipments");
		}
	}

	@Override
	public void submit(CallerWorld world, Burst burst) throws Exception {
		this.place.submit(world, burst);
		burst.awaitEnd();
	}

	@Override
	public int spare() {
		return (this == LITTLE_STACK) ? 2000 : 0;
	}

}
