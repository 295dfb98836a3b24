package io.github.safequeue;

/**
 * Receives the items that a queue accepted and could not hand to its handler. Declared as
 * a bean it replaces the default, which logs one line at WARN with their number and
 * types.
 *
 * <p>
 * Called by the thread that closes the queue, or by the successor of a worker that died.
 * What it throws is logged.
 */
@FunctionalInterface
public interface UndeliveredWorkHandler {

	/**
	 * Take undelivered items.
	 * @param work the items and why they were not handled
	 */
	void onUndelivered(UndeliveredWork work);

}
