/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

/**
 * Builds a {@link SafeQueue}.
 *
 * <p>
 * In an application context each injected builder is a new one with the defaults of
 * {@code safequeue.defaults}. At {@link #build()} the properties
 * {@code safequeue.queues.<name>} and every {@link SafeQueueCustomizer} are applied to
 * it. The context starts and closes the queue, whatever becomes of it: a bean, or a queue
 * that is built at run time and is none. The latter handles at once if the context runs.
 * When the context closes, it is closed after the bean that was given the builder and
 * before what that bean was given; if that bean is unknown, before any singleton is
 * destroyed. {@link SafeQueueRegistry#close} closes it earlier. Without an application
 * context, {@link SafeQueues#builder()} returns a builder; its queues start when they are
 * built, and their owner closes them.
 *
 * <p>
 * A value that cannot work is refused by the method that sets it, with a
 * {@link SafeQueueConfigurationException} that names the queue and the remedy.
 *
 * <p>
 * Not safe for use by several threads. Workers and other threads see what was set before
 * {@link #build()}.
 */
public interface SafeQueueBuilder {

	/**
	 * Return the name that was set.
	 * @return the name, or {@code null} before one was set
	 */
	@Nullable String name();

	/**
	 * Set the queue's name.
	 * @param name the name, not blank
	 * @return this builder
	 */
	SafeQueueBuilder name(String name);

	/**
	 * Set the type of the items. It decides what a dead-letter queue receives. A handler
	 * whose class says that it takes another type is refused when the queue is built.
	 * Items are not checked when they are submitted: one of another type fails in the
	 * handler with a {@link ClassCastException}.
	 * @param itemType the type
	 * @return this builder
	 */
	SafeQueueBuilder itemType(Class<?> itemType);

	/**
	 * Set the handler for single items. It replaces a handler that was set before.
	 * @param handler the handler, called by the queue's workers
	 * @param <T> the type of the items
	 * @return this builder
	 */
	<T> SafeQueueBuilder handler(WorkHandler<T> handler);

	/**
	 * Set the handler for batches. It receives what waits, from one to {@code batchSize}
	 * items, and does not wait for a batch to fill up. A handler that fails part way says
	 * so by a {@link BatchFailedException}. It replaces a handler that was set before.
	 * @param handler the handler, called by the queue's workers
	 * @param batchSize how many items a batch has at most, at least 1
	 * @param <T> the type of the items
	 * @return this builder
	 */
	<T> SafeQueueBuilder batchHandler(WorkHandler<List<T>> handler, int batchSize);

	/**
	 * Set how many items may wait, 8192 unless set.
	 * @param capacity the exact number of items; 0 for no limit
	 * @return this builder
	 */
	SafeQueueBuilder capacity(int capacity);

	/**
	 * Set how many handler calls may run at a time, 1 unless set.
	 * @param concurrency the number of calls, from 1 to 10,000
	 * @return this builder
	 */
	SafeQueueBuilder concurrency(int concurrency);

	/**
	 * Handle items of one key in order and never at the same time. Items of different
	 * keys are handled on up to {@link #concurrency} threads, none waiting behind another
	 * key while a thread is free. A batch may hold several keys, never one that is in
	 * flight elsewhere. The key is read by a worker. An item whose key cannot be read is
	 * dead-lettered.
	 * @param key reads an item's key
	 * @param <T> the type of the items
	 * @return this builder
	 */
	<T> SafeQueueBuilder key(Function<T, ?> key);

	/**
	 * Set whether each handler call runs on a virtual thread. On a JVM without virtual
	 * threads the calls run on platform threads, and the log says so.
	 * @param virtualThreads whether to use virtual threads
	 * @return this builder
	 */
	SafeQueueBuilder virtualThreads(boolean virtualThreads);

	/**
	 * Set how idle workers wait, {@link WaitStrategy#PARK} unless set.
	 * @param waitStrategy the strategy
	 * @return this builder
	 */
	SafeQueueBuilder waitStrategy(WaitStrategy waitStrategy);

	/**
	 * Set which failures are tried again, how often and after which waits. Unless set,
	 * none is. Of a {@link BatchFailedException} the policy is given the cause. A wait
	 * keeps its worker; of a queue with a {@link #key} it keeps the key and no worker. An
	 * item that waits for its next attempt when the drain timeout is over is reported
	 * undelivered and is no dead letter.
	 * @param retryPolicy the policy
	 * @return this builder
	 */
	SafeQueueBuilder retry(RetryPolicy retryPolicy);

	/**
	 * Set the queue that receives what failed for the last time: the {@link DeadLetter}
	 * if that queue's items are dead letters, else the item itself. A queue that is known
	 * to take neither stops the start. If that queue refuses it, the
	 * {@link DeadLetterHandler} is called. Works in an application context only, where
	 * queues are found by name.
	 * @param queue the name of the queue, not blank
	 * @return this builder
	 */
	SafeQueueBuilder deadLetterQueue(String queue);

	/**
	 * Set what receives items that failed for the last time, unless a dead-letter queue
	 * accepts them. Unless set, it is the {@link DeadLetterHandler} of the application
	 * context; without one, a line at ERROR is logged.
	 * @param handler the handler, called by the worker that had the item
	 * @return this builder
	 */
	SafeQueueBuilder deadLetterHandler(DeadLetterHandler handler);

	/**
	 * Set what receives items that were accepted and not handled. Unless set, it is the
	 * {@link UndeliveredWorkHandler} of the application context; without one, a line at
	 * WARN is logged.
	 * @param handler the handler, called on a thread of its own
	 * @return this builder
	 */
	SafeQueueBuilder undeliveredWorkHandler(UndeliveredWorkHandler handler);

	/**
	 * Set how long a handler call may take. Then the call is interrupted, once. When it
	 * ends, be it by returning, it is a failed attempt with a
	 * {@link HandlerTimeoutException}, and is retried as any other. The time is that of
	 * one call, so of a whole batch, and waits between attempts do not count. Calls are
	 * looked at ten times a second. Unless set, there is no limit. Does not apply where a
	 * test handles the items step by step.
	 * @param handlerTimeout the time, above zero
	 * @return this builder
	 */
	SafeQueueBuilder handlerTimeout(Duration handlerTimeout);

	/**
	 * Set after which time in one handler call health, log and events report the queue as
	 * stuck, 30 seconds unless set.
	 * @param stuckThreshold the time, above zero
	 * @return this builder
	 */
	SafeQueueBuilder stuckThreshold(Duration stuckThreshold);

	/**
	 * Set whether the queue handles as soon as it starts, which it does unless set. If
	 * not, it accepts and waits for {@link SafeQueue#resume()}.
	 * @param autoStartup whether to handle from the start
	 * @return this builder
	 */
	SafeQueueBuilder autoStartup(boolean autoStartup);

	/**
	 * Set what receives how long items waited and how long their handling took.
	 * @param timings receives the times, called by the queue's workers
	 * @return this builder
	 */
	SafeQueueBuilder timings(WorkTimings timings);

	/**
	 * Set whether a handler call gets the context of the thread that submitted the item,
	 * such as its trace and logging context. Off unless set: capturing it runs code of
	 * others inside {@link SafeQueue#offer}, which may allocate or block. A batch gets no
	 * context, since its items come from many submitters.
	 * @param propagateContext whether to propagate context
	 * @return this builder
	 */
	SafeQueueBuilder propagateContext(boolean propagateContext);

	/**
	 * Set what carries context where {@link #propagateContext} is on. An application
	 * context sets it if {@code io.micrometer:context-propagation} is on the class path.
	 * @param propagator captures the context on the submitting thread and restores it on
	 * the handler's
	 * @return this builder
	 */
	SafeQueueBuilder contextPropagator(ContextPropagator propagator);

	/**
	 * Set what observes the handler calls.
	 * @param observer notified of each call, on the thread that calls the handler
	 * @return this builder
	 */
	SafeQueueBuilder observer(WorkObserver observer);

	/**
	 * Set where the queue's own lines go, in place of the application's log. Such a queue
	 * is left out of the report at the end of the JVM.
	 * @param log the log
	 * @return this builder
	 */
	SafeQueueBuilder log(QueueLog log);

	/**
	 * Set how long {@link CloseableSafeQueue#close()} drains at most, 30 seconds unless
	 * set. Works without an application context only: the queues of a context drain
	 * together, within {@code safequeue.shutdown.drain-timeout}.
	 * @param drainTimeout the time, zero or more
	 * @return this builder
	 * @throws SafeQueueConfigurationException if this builder belongs to an application
	 * context, or the time is negative
	 */
	SafeQueueBuilder drainTimeout(Duration drainTimeout);

	/**
	 * Keep the items in a store, where they survive the process. The property
	 * {@code safequeue.queues.<name>.store} takes precedence.
	 * @param store the kind of store, such as {@code jdbc}
	 * @return this builder
	 */
	SafeQueueBuilder store(String store);

	/**
	 * Build the queue. A builder can build several queues; each needs a name of its own
	 * in an application context.
	 * @param <T> the type of the items
	 * @return the queue; that of an application context closes with the context, and is
	 * closed from the start if the context is
	 * @throws IllegalStateException without an application context, if the name or the
	 * handler is missing, or a dead-letter queue is named; in an application context, if
	 * there is a queue of that name
	 * @throws SafeQueueConfigurationException in an application context, if the name is
	 * missing or a property is wrong, or if the context runs and the handler or the
	 * dead-letter queue is missing; in both, if there is no memory for the capacity
	 */
	<T> CloseableSafeQueue<T> build();

	/**
	 * Build a queue with a store. As {@link #build()} in all else.
	 * @param <T> the type of the items
	 * @return the queue
	 * @throws SafeQueueConfigurationException if the queue has no store, or the store
	 * cannot do what the queue asks for
	 */
	<T> DurableQueue<T> buildDurable();

}
