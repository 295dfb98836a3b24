package io.github.safequeue;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

/**
 * Builds a {@link SafeQueue}. In an application context each injected builder is a new
 * one with the defaults of {@code safequeue.defaults}; at {@link #build()} the properties
 * {@code safequeue.queues.<name>} and every {@link SafeQueueCustomizer} are applied to
 * it.
 *
 * <p>
 * Not safe for use by several threads.
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
	 * Set the type of the items. A queue with a known type refuses items of another one
	 * with a {@link ClassCastException} in the handler's place only; the type serves to
	 * choose what a dead-letter queue receives.
	 * @param itemType the type
	 * @return this builder
	 */
	SafeQueueBuilder itemType(Class<?> itemType);

	/**
	 * Set the handler for single items.
	 * @param handler the handler
	 * @param <T> the type of the items
	 * @return this builder
	 */
	<T> SafeQueueBuilder handler(WorkHandler<T> handler);

	/**
	 * Set the handler for batches. It is given what waits, from one to {@code batchSize}
	 * items, and does not wait for a batch to fill up.
	 * @param handler the handler
	 * @param batchSize the number of items in a batch at most
	 * @param <T> the type of the items
	 * @return this builder
	 */
	<T> SafeQueueBuilder batchHandler(WorkHandler<List<T>> handler, int batchSize);

	/**
	 * Set how many items may wait.
	 * @param capacity the capacity, rounded up to a power of two; 0 for no limit
	 * @return this builder
	 */
	SafeQueueBuilder capacity(int capacity);

	/**
	 * Set how many handler calls may run at a time.
	 * @param concurrency the number, at least 1
	 * @return this builder
	 */
	SafeQueueBuilder concurrency(int concurrency);

	/**
	 * Keep items of one key in order and never handle two of them at the same time. The
	 * key is read by a worker.
	 * @param key reads an item's key
	 * @param <T> the type of the items
	 * @return this builder
	 */
	<T> SafeQueueBuilder key(Function<T, ?> key);

	/**
	 * Set whether each handler call runs on a virtual thread. On a JVM without virtual
	 * threads the calls run on platform threads.
	 * @param virtualThreads whether to use virtual threads
	 * @return this builder
	 */
	SafeQueueBuilder virtualThreads(boolean virtualThreads);

	/**
	 * Set how idle workers wait.
	 * @param waitStrategy the strategy
	 * @return this builder
	 */
	SafeQueueBuilder waitStrategy(WaitStrategy waitStrategy);

	/**
	 * Set which failures are tried again, how often and after which waits. A wait keeps
	 * its worker, so that order is kept.
	 * @param retryPolicy the policy
	 * @return this builder
	 */
	SafeQueueBuilder retry(RetryPolicy retryPolicy);

	/**
	 * Set the queue that receives what failed for the last time: the {@link DeadLetter}
	 * if that queue's items are dead letters, else the item itself. If it refuses, the
	 * {@link DeadLetterHandler} is called.
	 * @param queue the name of the queue
	 * @return this builder
	 */
	SafeQueueBuilder deadLetterQueue(String queue);

	/**
	 * Set what receives items that failed for the last time and have no dead-letter
	 * queue.
	 * @param handler the handler
	 * @return this builder
	 */
	SafeQueueBuilder deadLetterHandler(DeadLetterHandler handler);

	/**
	 * Set what receives items that were accepted and not handled.
	 * @param handler the handler
	 * @return this builder
	 */
	SafeQueueBuilder undeliveredWorkHandler(UndeliveredWorkHandler handler);

	/**
	 * Set after which time in one handler call health reports the queue as stuck.
	 * @param stuckThreshold the time, above zero
	 * @return this builder
	 */
	SafeQueueBuilder stuckThreshold(Duration stuckThreshold);

	/**
	 * Set whether the queue handles as soon as its context has started. If not, it
	 * accepts and waits for {@link SafeQueue#resume()}.
	 * @param autoStartup whether to handle from the start
	 * @return this builder
	 */
	SafeQueueBuilder autoStartup(boolean autoStartup);

	/**
	 * Set what is told how long items waited and how long their handling took.
	 * @param timings receives the times
	 * @return this builder
	 */
	SafeQueueBuilder timings(WorkTimings timings);

	/**
	 * Set whether a handler call gets the context of the thread that submitted the item,
	 * such as its trace and logging context. Capturing it runs code of others inside
	 * {@link SafeQueue#offer}, which may allocate or block; so it is off unless asked
	 * for. A batch gets no context, since its items come from many submitters.
	 * @param propagateContext whether to propagate context
	 * @return this builder
	 */
	SafeQueueBuilder propagateContext(boolean propagateContext);

	/**
	 * Set what carries context where {@link #propagateContext} is on. In an application
	 * context it is set where {@code io.micrometer:context-propagation} is there.
	 * @param carrier carries the context
	 * @return this builder
	 */
	SafeQueueBuilder contextPropagator(ContextPropagator carrier);

	/**
	 * Set who observes the handler calls.
	 * @param observer is told of each call
	 * @return this builder
	 */
	SafeQueueBuilder observer(WorkObserver observer);

	/**
	 * Build the queue.
	 * @param <T> the type of the items
	 * @return the queue
	 * @throws IllegalStateException if the name or the handler is missing
	 */
	<T> SafeQueue<T> build();

}
