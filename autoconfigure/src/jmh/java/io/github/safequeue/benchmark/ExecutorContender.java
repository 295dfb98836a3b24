/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.util.concurrent.RejectedExecutionException;

import io.micrometer.core.instrument.binder.jvm.ExecutorServiceMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * An executor of Spring, given a task for each item.
 */
final class ExecutorContender implements Contender {

	private final AsyncTaskExecutor executor;

	private final Arrivals arrivals;

	private final Runnable closing;

	private ExecutorContender(AsyncTaskExecutor executor, Arrivals arrivals, Runnable closing) {
		this.executor = executor;
		this.arrivals = arrivals;
		this.closing = closing;
	}

	/**
	 * One thread; a caller that finds its queue full waits for a place.
	 */
	static ExecutorContender pool(int capacity, Arrivals arrivals) {
		ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
		executor.setCorePoolSize(1);
		executor.setMaxPoolSize(1);
		executor.setQueueCapacity(capacity);
		executor.setDaemon(true);
		executor.setRejectedExecutionHandler((task, pool) -> {
			try {
				pool.getQueue().put(task);
			}
			catch (InterruptedException ex) {
				throw new RejectedExecutionException(ex);
			}
		});
		executor.initialize();
		// As Spring Boot does where there is a meter registry.
		ExecutorServiceMetrics.monitor(new SimpleMeterRegistry(), executor.getThreadPoolExecutor(), "pool");
		return new ExecutorContender(executor, arrivals, executor::shutdown);
	}

	/**
	 * A virtual thread for each task, without limit and without order.
	 */
	static ExecutorContender virtualThreads(Arrivals arrivals) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor();
		executor.setVirtualThreads(true);
		return new ExecutorContender(executor, arrivals, executor::close);
	}

	@Override
	public void produce(Item[] items, long count) {
		for (long i = 0; i < count; i++) {
			Item item = items[(int) i & (items.length - 1)];
			this.executor.execute(() -> this.arrivals.handle(item));
		}
	}

	@Override
	public void close() {
		this.closing.run();
	}

}
