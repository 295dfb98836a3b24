/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * Thrown by a batch handler that failed part way. It vouches that the items before the
 * index are done: they count as handled and are not given to the handler again. The item
 * at the index is retried first, in a list of its own, as the cause and the retry policy
 * say. When that item is handled or dead-lettered, the handler is given the items behind
 * it, and no new ones.
 *
 * <p>
 * An index that is not a position in the list that the handler was given makes it a
 * failure of the whole list, as any other exception is. So does a handler that takes
 * single items.
 *
 * <p>
 * Do not throw it through a transaction that rolls back: what the handler did for the
 * items before the index would be undone, and they count as handled all the same. Throw
 * it outside of the transaction, or give each item a transaction of its own.
 *
 * <pre class="code">
 * &#064;SafeQueueListener(queues = "mails", batchSize = "50")
 * void send(List&lt;Mail&gt; mails) {
 *     for (int i = 0; i &lt; mails.size(); i++) {
 *         try {
 *             this.sender.send(mails.get(i));
 *         }
 *         catch (MailException ex) {
 *             throw new BatchFailedException(i, ex);
 *         }
 *     }
 * }
 * </pre>
 */
public class BatchFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** Which item of the list failed, from 0. */
	private final int index;

	/**
	 * Create an exception.
	 * @param index the position of the item that failed in the list that the handler was
	 * given, from 0
	 * @param cause why it failed: what the retry policy decides on and the dead letter
	 * holds
	 */
	public BatchFailedException(int index, Throwable cause) {
		super("The item at index %d of the batch failed".formatted(index), cause);
		this.index = index;
	}

	/**
	 * Return which item failed.
	 * @return its position in the list that the handler was given, from 0
	 */
	public int index() {
		return this.index;
	}

}
