package io.github.safequeue;

/**
 * Receives times from a queue's workers. Implementations must be quick and must not
 * throw. Called by the queue's workers, several at a time.
 */
public interface WorkTimings {

	/**
	 * A handler call ended, one per attempt.
	 * @param queue the queue's name
	 * @param nanos how long it took, in nanoseconds
	 */
	void handling(String queue, long nanos);

	/**
	 * An item's turn came. Called for a sample of the items only.
	 * @param queue the queue's name
	 * @param nanos how long it had waited, in nanoseconds
	 */
	void waiting(String queue, long nanos);

}
