package io.github.safequeue.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ContextPropagator;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.QueueLog;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WaitStrategy;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;

/**
 * A builder whose queues can be closed by who built them. Also offers what an application
 * context otherwise decides.
 */
public interface StandaloneQueueBuilder extends SafeQueueBuilder {

	/**
	 * Set how long {@link CloseableSafeQueue#close()} drains at most, 30 seconds unless
	 * set.
	 * @param drainTimeout the time, zero or more
	 * @return this builder
	 */
	StandaloneQueueBuilder drainTimeout(Duration drainTimeout);

	/**
	 * Set where the queue's own lines go, in place of the application's log, and leave
	 * the queue out of what is told when the JVM ends.
	 * @param log the log
	 * @return this builder
	 */
	StandaloneQueueBuilder log(QueueLog log);

	/**
	 * Have no workers until the queue drains: {@link ManagedQueue#manual()} handles the
	 * items.
	 * @return this builder
	 */
	StandaloneQueueBuilder manual();

	/**
	 * Set the workers' context class loader.
	 * @param classLoader the class loader
	 * @return this builder
	 */
	StandaloneQueueBuilder classLoader(ClassLoader classLoader);

	/**
	 * Set whether the handler, which may be bound later, takes batches.
	 * @param batchSize how many items a call takes at most, 0 for single items
	 * @return this builder
	 */
	StandaloneQueueBuilder batchSize(int batchSize);

	/**
	 * Return the batch size that was set.
	 * @return how many items a call takes at most, 0 for single items
	 */
	int batchSize();

	/**
	 * Have no dead-letter queue, whatever was set before.
	 * @return this builder
	 */
	StandaloneQueueBuilder withoutDeadLetterQueue();

	/**
	 * Have no further attempts after a failure, whatever was set before.
	 * @return this builder
	 */
	StandaloneQueueBuilder withoutRetry();

	/**
	 * Set what delivers to the dead-letter queue.
	 * @param router is told the name of the dead-letter queue and the letter, and returns
	 * whether that queue accepted it
	 * @return this builder
	 */
	StandaloneQueueBuilder deadLetterRouter(BiPredicate<String, DeadLetter<?>> router);

	@Override
	StandaloneQueueBuilder name(String name);

	@Override
	StandaloneQueueBuilder itemType(Class<?> itemType);

	@Override
	<T> StandaloneQueueBuilder handler(WorkHandler<T> handler);

	@Override
	<T> StandaloneQueueBuilder batchHandler(WorkHandler<List<T>> handler, int batchSize);

	@Override
	StandaloneQueueBuilder capacity(int capacity);

	@Override
	StandaloneQueueBuilder concurrency(int concurrency);

	@Override
	<T> StandaloneQueueBuilder key(Function<T, ?> key);

	@Override
	StandaloneQueueBuilder virtualThreads(boolean virtualThreads);

	@Override
	StandaloneQueueBuilder waitStrategy(WaitStrategy waitStrategy);

	@Override
	StandaloneQueueBuilder retry(RetryPolicy retryPolicy);

	@Override
	StandaloneQueueBuilder deadLetterQueue(String queue);

	@Override
	StandaloneQueueBuilder deadLetterHandler(DeadLetterHandler handler);

	@Override
	StandaloneQueueBuilder undeliveredWorkHandler(UndeliveredWorkHandler handler);

	@Override
	StandaloneQueueBuilder stuckThreshold(Duration stuckThreshold);

	@Override
	StandaloneQueueBuilder autoStartup(boolean autoStartup);

	@Override
	StandaloneQueueBuilder timings(WorkTimings timings);

	@Override
	StandaloneQueueBuilder propagateContext(boolean propagateContext);

	@Override
	StandaloneQueueBuilder contextPropagator(ContextPropagator carrier);

	@Override
	StandaloneQueueBuilder observer(WorkObserver observer);

	@Override
	<T> CloseableSafeQueue<T> build();

}
