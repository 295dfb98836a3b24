package io.github.safequeue.cleaner;

import java.lang.ref.Cleaner;

/**
 * Runs a cleaning action after an object became unreachable, as
 * {@link java.lang.ref.Cleaner} does, but on a worker: the thread that finds out that
 * objects are gone only hands the actions over, so that an action may take its time, wait
 * and fail without holding up the others.
 *
 * <p>
 * The node of an action in the worker's queue is allocated when the action is registered.
 * Handing it over allocates nothing and cannot fail. Each action runs once. What it
 * throws is counted as failed and goes to the application's
 * {@link io.github.safequeue.DeadLetterHandler}.
 *
 * <p>
 * When the application closes, the actions that are due are run before the beans are
 * destroyed that its users were given; with {@code safequeue.cleaner.clean-on-close=true}
 * those of objects that are still reachable are, too. Actions that become due later run
 * on the thread that finds out.
 *
 * <p>
 * All methods may be called by any thread.
 */
public interface SafeCleaner {

	/**
	 * Register an action to be run after an object became unreachable.
	 * @param referent the object
	 * @param cleanup the action, which must not refer to the object, else that never
	 * becomes unreachable
	 * @return lets the action be run now, by the calling thread, and not again later
	 * @throws NullPointerException if an argument is {@code null}
	 */
	Cleaner.Cleanable register(Object referent, Runnable cleanup);

}
