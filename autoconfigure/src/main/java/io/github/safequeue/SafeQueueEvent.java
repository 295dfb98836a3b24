/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

/**
 * What an operator needs to know of a queue. The queues of an application context publish
 * it there, so that a method with {@code @EventListener} receives it. Published on a
 * thread of the library, never on the thread that submits, pauses, resumes or closes. The
 * events of one queue come one after the other, in the order in which they happened.
 *
 * @param queue the name of the queue
 * @param kind what happened
 * @param snapshot the figures of the queue when that was noticed
 */
public record SafeQueueEvent(String queue, Kind kind, SafeQueueSnapshot snapshot) {

	/**
	 * What happened to a queue.
	 */
	public enum Kind {

		/**
		 * A handler call has lasted longer than {@code stuck-threshold}. Once for each
		 * such call.
		 */
		STUCK,

		/** A handler call that was {@link #STUCK} has ended. */
		RECOVERED,

		/**
		 * The queue refused an item because it is full. Once until the queue has room
		 * again and has refused nothing for a second.
		 */
		FULL,

		/** {@link SafeQueue#pause()} paused the queue. */
		PAUSED,

		/** {@link SafeQueue#resume()} ended a pause. */
		RESUMED,

		/** The queue is closed and refuses from now on. */
		CLOSED

	}

}
