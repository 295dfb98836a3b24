/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ContextPropagator;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.DurableQueue;
import io.github.safequeue.QueueLog;
import io.github.safequeue.SafeQueueBuilder;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WaitStrategy;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;
import io.github.safequeue.engine.buffer.QueueBuffer;

/**
 * Collects and checks what a queue is built with. A queue with an owner is built with the
 * owner's settings too, and its owner binds the handler, starts and closes it.
 *
 * <p>
 * Longer than most classes, since each setting has a field, a method and a check.
 */
final class DefaultQueueBuilder implements SafeQueueBuilder {

	private static final int MAX_CONCURRENCY = 10_000;

	/** {@code null} for a queue without an application context. */
	private final @Nullable Owner owner;

	private @Nullable String name;

	private @Nullable Class<?> itemType;

	private @Nullable WorkHandler<?> handler;

	private int batchSize;

	private int capacity = 8192;

	private int concurrency = 1;

	private @Nullable Function<Object, ?> key;

	private boolean virtualThreads;

	private WaitStrategy waitStrategy = WaitStrategy.PARK;

	private @Nullable RetryPolicy retry;

	private @Nullable String deadLetterQueue;

	private @Nullable DeadLetterHandler deadLetters;

	private @Nullable UndeliveredWorkHandler undelivered;

	private @Nullable Duration handlerTimeout;

	private Duration stuckThreshold = Duration.ofSeconds(30);

	private boolean autoStartup = true;

	private @Nullable WorkTimings timings;

	private boolean propagateContext;

	private @Nullable ContextPropagator propagator;

	private @Nullable ContextPropagator capture;

	private @Nullable WorkObserver observer;

	private Duration drainTimeout = Duration.ofSeconds(30);

	private @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private @Nullable EngineLog log;

	private @Nullable String store;

	/** What the names of threads begin with, {@code null} for the queue's name. */
	private @Nullable String threads;

	private boolean reported = true;

	DefaultQueueBuilder(@Nullable Owner owner) {
		this.owner = owner;
	}

	@Override
	public @Nullable String name() {
		return this.name;
	}

	@Override
	public SafeQueueBuilder name(String name) {
		check(name != null && !name.isBlank(), "A queue's name must not be blank: call name(...) with one");
		this.name = name;
		return this;
	}

	@Override
	public SafeQueueBuilder itemType(Class<?> itemType) {
		this.itemType = required(itemType, "itemType");
		return this;
	}

	@Override
	public <T> SafeQueueBuilder handler(WorkHandler<T> handler) {
		this.handler = required(handler, "handler");
		this.batchSize = 0;
		return this;
	}

	@Override
	public <T> SafeQueueBuilder batchHandler(WorkHandler<List<T>> handler, int batchSize) {
		this.handler = required(handler, "handler");
		check(batchSize >= 1, "%s: the batch size must be at least 1, not %d".formatted(subject(), batchSize));
		this.batchSize = batchSize;
		return this;
	}

	@Override
	public SafeQueueBuilder capacity(int capacity) {
		check(capacity >= 0 && capacity <= QueueBuffer.MAX_CAPACITY,
				"%s: the capacity must be from 0 (no limit) to %d, not %d".formatted(subject(),
						QueueBuffer.MAX_CAPACITY, capacity));
		this.capacity = capacity;
		return this;
	}

	@Override
	public SafeQueueBuilder concurrency(int concurrency) {
		check(concurrency >= 1 && concurrency <= MAX_CONCURRENCY,
				"%s: the concurrency must be from 1 to %d, not %d".formatted(subject(), MAX_CONCURRENCY, concurrency));
		this.concurrency = concurrency;
		return this;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> SafeQueueBuilder key(Function<T, ?> key) {
		this.key = (Function<Object, ?>) required(key, "key");
		return this;
	}

	@Override
	public SafeQueueBuilder virtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
		return this;
	}

	@Override
	public SafeQueueBuilder waitStrategy(WaitStrategy waitStrategy) {
		this.waitStrategy = required(waitStrategy, "waitStrategy");
		return this;
	}

	@Override
	public SafeQueueBuilder retry(RetryPolicy retryPolicy) {
		this.retry = required(retryPolicy, "retryPolicy");
		return this;
	}

	@Override
	public SafeQueueBuilder deadLetterQueue(String queue) {
		check(queue != null && !queue.isBlank(),
				"%s: the dead-letter queue's name must not be blank".formatted(subject()));
		this.deadLetterQueue = queue;
		return this;
	}

	@Override
	public SafeQueueBuilder deadLetterHandler(DeadLetterHandler handler) {
		this.deadLetters = required(handler, "handler");
		return this;
	}

	@Override
	public SafeQueueBuilder undeliveredWorkHandler(UndeliveredWorkHandler handler) {
		this.undelivered = required(handler, "handler");
		return this;
	}

	@Override
	public SafeQueueBuilder handlerTimeout(Duration handlerTimeout) {
		this.handlerTimeout = positive(handlerTimeout, "handlerTimeout", "handler timeout");
		return this;
	}

	@Override
	public SafeQueueBuilder stuckThreshold(Duration stuckThreshold) {
		this.stuckThreshold = positive(stuckThreshold, "stuckThreshold", "stuck threshold");
		return this;
	}

	private Duration positive(@Nullable Duration value, String what, String name) {
		Duration time = required(value, what);
		check(!time.isNegative() && !time.isZero(),
				"%s: the %s must be above zero, not %s".formatted(subject(), name, time));
		return time;
	}

	@Override
	public SafeQueueBuilder autoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
		return this;
	}

	@Override
	public SafeQueueBuilder timings(WorkTimings timings) {
		this.timings = required(timings, "timings");
		return this;
	}

	@Override
	public SafeQueueBuilder propagateContext(boolean propagateContext) {
		this.propagateContext = propagateContext;
		return this;
	}

	@Override
	public SafeQueueBuilder contextPropagator(ContextPropagator propagator) {
		this.propagator = required(propagator, "propagator");
		return this;
	}

	@Override
	public SafeQueueBuilder observer(WorkObserver observer) {
		this.observer = required(observer, "observer");
		return this;
	}

	@Override
	public SafeQueueBuilder drainTimeout(Duration drainTimeout) {
		if (this.owner != null) {
			throw new SafeQueueConfigurationException(this.name,
					"%s: the queues of an application context drain together, within safequeue.shutdown.drain-timeout."
						.formatted(subject()),
					"Set that property, and leave out drainTimeout(...).");
		}
		Duration time = required(drainTimeout, "drainTimeout");
		check(!time.isNegative(), "%s: the drain timeout must not be negative".formatted(subject()));
		this.drainTimeout = time;
		return this;
	}

	@Override
	public SafeQueueBuilder log(QueueLog log) {
		this.log = new EngineLog(required(log, "log"));
		return this;
	}

	@Override
	public SafeQueueBuilder store(String store) {
		check(store != null && !store.isBlank(), "%s: the store must not be blank".formatted(subject()));
		this.store = store;
		return this;
	}

	@Nullable String store() {
		return this.store;
	}

	@Nullable Class<?> itemType() {
		return this.itemType;
	}

	void batchSize(int batchSize) {
		check(batchSize >= 0, "%s: the batch size must not be negative".formatted(subject()));
		this.batchSize = batchSize;
	}

	int batchSize() {
		return this.batchSize;
	}

	void classLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	void withoutDeadLetterQueue() {
		this.deadLetterQueue = null;
	}

	void withoutRetry() {
		this.retry = null;
	}

	void withoutKey() {
		this.key = null;
	}

	void unobserved() {
		this.timings = null;
		this.observer = null;
		this.propagateContext = false;
	}

	void capturing(Supplier<@Nullable Object> capture) {
		this.capture = new Capture(capture);
	}

	void withoutHandlerTimeout() {
		this.handlerTimeout = null;
	}

	/** Take over all settings but the handler. */
	void copy(DefaultQueueBuilder other, String threads, boolean reported) {
		this.name = other.name;
		this.itemType = other.itemType;
		this.capacity = other.capacity;
		this.concurrency = other.concurrency;
		this.key = other.key;
		this.virtualThreads = other.virtualThreads;
		this.waitStrategy = other.waitStrategy;
		this.retry = other.retry;
		this.deadLetterQueue = other.deadLetterQueue;
		this.deadLetters = other.deadLetters;
		this.undelivered = other.undelivered;
		this.handlerTimeout = other.handlerTimeout;
		this.stuckThreshold = other.stuckThreshold;
		this.autoStartup = other.autoStartup;
		this.timings = other.timings;
		this.propagateContext = other.propagateContext;
		this.propagator = other.propagator;
		this.observer = other.observer;
		this.classLoader = other.classLoader;
		this.log = other.log;
		this.threads = threads;
		this.reported = reported;
	}

	/** Return how the queue would handle its items. */
	HandlingSettings handling() {
		QueueSettings settings = settings(required(this.name, "name"));
		DeadLetters deadLetters = DeadLetters.withoutMessages(settings);
		return new HandlingSettings(this.handler, this.concurrency, this.batchSize, this.key, this.retry,
				this.deadLetterQueue, deadLetters::deliver, settings.undelivered(), settings.timings(), this.observer,
				this.propagateContext);
	}

	@Override
	public <T> CloseableSafeQueue<T> build() {
		return build(false);
	}

	@Override
	public <T> DurableQueue<T> buildDurable() {
		CloseableSafeQueue<T> queue = build(true);
		return (DurableQueue<T>) queue;
	}

	private <T> CloseableSafeQueue<T> build(boolean durable) {
		Owner owner = this.owner;
		if (owner != null) {
			owner.prepare();
		}
		String name = this.name;
		if (name == null) {
			throw new IllegalStateException("A queue needs a name: call name(...)");
		}
		if (owner == null) {
			checkStandalone(name);
		}
		ManagedQueue<T> queue = (owner != null) ? assembled(owner) : null;
		if (queue == null && durable) {
			throw new SafeQueueConfigurationException(name,
					"Queue '%s' has no store, but is built as a DurableQueue.".formatted(name),
					"Set safequeue.queues.%s.store, call store(...), or call build().".formatted(name));
		}
		if (queue == null) {
			queue = create(settings(name));
		}
		if (owner == null) {
			queue.start();
		}
		else {
			owner.built(queue);
		}
		return queue;
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable ManagedQueue<T> assembled(Owner owner) {
		return (ManagedQueue<T>) owner.assemble();
	}

	private QueueSettings settings(String name) {
		EngineLog log = engineLog();
		boolean stepwise = this.owner != null && this.owner.isManual();
		DeadLetterTarget deadLetters = deadLetters();
		return new QueueSettings(name, (this.threads != null) ? this.threads : name, this.itemType,
				this.deadLetterQueue, this.capacity, this.concurrency, this.batchSize, this.key, virtual(),
				this.waitStrategy, this.retry, (stepwise) ? new DeadLetterLog(deadLetters) : deadLetters,
				(this.undelivered != null) ? this.undelivered : LoggingHandlers::undelivered, this.handlerTimeout,
				this.stuckThreshold, this.autoStartup,
				(this.timings != null) ? new GuardedTimings(name, this.timings, log) : null, invocation(name), stepwise,
				this.classLoader, Clock.systemUTC(), log);
	}

	private void checkStandalone(String name) {
		if (this.handler == null) {
			throw new IllegalStateException("Queue '%s' needs a handler: call handler(...)".formatted(name));
		}
		if (this.store != null) {
			throw new IllegalStateException(
					"Queue '%s' lives outside an application context and has no store: leave out store(...)"
						.formatted(name));
		}
		if (this.deadLetterQueue != null) {
			throw new IllegalStateException(
					"Queue '%s' lives outside an application context and cannot look up the dead-letter queue '%s': call deadLetterHandler(...)"
						.formatted(name, this.deadLetterQueue));
		}
	}

	private <T> DefaultSafeQueue<T> create(QueueSettings settings) {
		try {
			return (this.reported) ? new DefaultSafeQueue<>(settings, this.handler, this.drainTimeout)
					: new DefaultSafeQueue<>(settings, this.handler, this.drainTimeout, null);
		}
		catch (OutOfMemoryError ex) {
			throw new SafeQueueConfigurationException(this.name,
					"%s: there is no memory for a capacity of %d.".formatted(subject(), this.capacity),
					"Lower it by safequeue.queues.%s.capacity or capacity(...), set it to 0 (no limit), or give the JVM more memory."
						.formatted(settings.name()),
					ex);
		}
	}

	private DeadLetterTarget deadLetters() {
		DeadLetterHandler handler = this.deadLetters;
		DeadLetterTarget last = (this.owner != null) ? this.owner.deadLetterTarget()::test : (letter) -> false;
		DeadLetterTarget target = (handler == null) ? last : (letter) -> {
			handler.onDeadLetter(letter);
			return true;
		};
		String queue = this.deadLetterQueue;
		BiPredicate<String, DeadLetter<?>> router = (this.owner != null) ? this.owner.deadLetterRouter() : null;
		return (queue == null || router == null) ? target
				: (letter) -> router.test(queue, letter) || target.take(letter);
	}

	/** A batch has items of many submitters, so nothing is captured for it. */
	private @Nullable InvocationContext invocation(String name) {
		if (this.propagateContext && this.propagator == null) {
			engineLog().warn(
					"%s: there is nothing to propagate context with; add io.micrometer:context-propagation to the class path or call contextPropagator(...)"
						.formatted(subject()));
		}
		ContextPropagator propagator = (this.propagateContext && this.batchSize == 0) ? this.propagator : this.capture;
		return (propagator != null || this.observer != null)
				? new InvocationContext(name, propagator, this.observer, engineLog()) : null;
	}

	private boolean virtual() {
		if (this.virtualThreads && !WorkerThreads.supportsVirtual()) {
			engineLog()
				.warn("%s: this JVM has no virtual threads; platform threads call the handler".formatted(subject()));
			return false;
		}
		return this.virtualThreads;
	}

	private EngineLog engineLog() {
		return (this.log != null) ? this.log : EngineLog.standard();
	}

	String subject() {
		return (this.name != null) ? "Queue '" + this.name + "'" : "A queue";
	}

	<T> T required(@Nullable T value, String what) {
		if (value == null) {
			throw new SafeQueueConfigurationException(this.name, "%s: %s must not be null.".formatted(subject(), what),
					"Pass one to the builder, or leave the call out.");
		}
		return value;
	}

	private void check(boolean valid, String message) {
		if (!valid) {
			throw new SafeQueueConfigurationException(this.name, message + ".",
					"Change what is passed to the builder.");
		}
	}

	/**
	 * Leaves something beside an item, and gives the handler's thread nothing.
	 *
	 * @param source returns what is left
	 */
	private record Capture(Supplier<@Nullable Object> source) implements ContextPropagator {

		@Override
		public @Nullable Object capture() {
			return this.source.get();
		}

		@Override
		public Scope open(@Nullable Object captured) {
			return () -> {
			};
		}

	}

	/**
	 * The owner of a queue, which binds its handler, starts and closes it.
	 */
	interface Owner {

		/**
		 * Called at the beginning of each build.
		 */
		void prepare();

		/**
		 * Called with each queue that was built.
		 */
		void built(ManagedQueue<?> queue);

		/** Return the queue that is built in place of the ordinary one, or null. */
		@Nullable ManagedQueue<?> assemble();

		/** Return whether the queue is handled step by step. */
		boolean isManual();

		/** Return what takes the dead letters that no queue and no handler takes. */
		Predicate<DeadLetter<?>> deadLetterTarget();

		/** Return what delivers to the dead-letter queue. */
		@Nullable BiPredicate<String, DeadLetter<?>> deadLetterRouter();

	}

}
