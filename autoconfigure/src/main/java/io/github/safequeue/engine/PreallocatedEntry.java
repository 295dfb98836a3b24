package io.github.safequeue.engine;

/**
 * An item that is its own place in a queue without limit: memory for the hand-over is
 * reserved when the item is created. May be submitted once, to one queue.
 */
public abstract class PreallocatedEntry extends LinkedBuffer.Node {

	/**
	 * Create an item and reserve its place.
	 */
	protected PreallocatedEntry() {
		super();
	}

}
