/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.cleaner;

import java.lang.ref.Cleaner;

/**
 * Runs a cleaning action after an object became unreachable, as
 * {@link java.lang.ref.Cleaner} does, but on a worker. The Cleaner's thread only hands
 * the actions over, so an action may take its time, wait and fail without holding up the
 * others.
 *
 * <p>
 * Registering an action allocates its place in the worker's queue. Handing it over
 * allocates nothing and cannot fail. Each action runs once. An action that throws is
 * counted as failed, and the exception goes to the application's
 * {@link io.github.safequeue.DeadLetterHandler}.
 *
 * <p>
 * When the application closes, the actions that are due run before the beans are
 * destroyed that the users of the cleaner were given. With
 * {@code safequeue.cleaner.clean-on-close=true}, those of objects that are still
 * reachable run as well. Actions that become due later run on the Cleaner's thread.
 *
 * <p>
 * All methods may be called by any thread.
 */
public interface SafeCleaner {

	/**
	 * Register an action to be run after an object became unreachable.
	 * @param referent the object
	 * @param cleanup the action, which must not refer to the object, which would then
	 * never become unreachable
	 * @return runs the action now, on the calling thread, if it has not run yet
	 * @throws NullPointerException if an argument is {@code null}
	 */
	Cleaner.Cleanable register(Object referent, Runnable cleanup);

}
