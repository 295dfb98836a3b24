package io.github.safequeue.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;

import io.github.safequeue.CloseableSafeQueue;
import io.github.safequeue.ContextPropagator;
import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.QueueLog;
import io.github.safequeue.SafeQueueConfigurationException;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WaitStrategy;
import io.github.safequeue.WorkHandler;
import io.github.safequeue.WorkObserver;
import io.github.safequeue.WorkTimings;

/**
 * Collects and checks what a queue is built with.
 */
final class DefaultQueueBuilder implements StandaloneQueueBuilder {

	private static final int MAX_CONCURRENCY = 10_000;

	private final boolean start;

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

	private Duration stuckThreshold = Duration.ofSeconds(30);

	private boolean autoStartup = true;

	private @Nullable WorkTimings timings;

	private boolean propagateContext;

	private @Nullable ContextPropagator carrier;

	private @Nullable WorkObserver observer;

	private boolean manual;

	private Duration drainTimeout = Duration.ofSeconds(30);

	private @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private @Nullable BiPredicate<String, DeadLetter<?>> deadLetterRouter;

	private @Nullable EngineLog log;

	private final Consumer<StandaloneQueueBuilder> beforeBuild;

	private boolean preparing;

	DefaultQueueBuilder(boolean start, Consumer<StandaloneQueueBuilder> beforeBuild) {
		this.start = start;
		this.beforeBuild = beforeBuild;
	}

	@Override
	public @Nullable String name() {
		return this.name;
	}

	@Override
	public StandaloneQueueBuilder name(String name) {
		check(name != null && !name.isBlank(), "A queue's name must not be blank: call name(...) with one");
		this.name = name;
		return this;
	}

	@Override
	public StandaloneQueueBuilder itemType(Class<?> itemType) {
		this.itemType = required(itemType, "itemType");
		return this;
	}

	@Override
	public <T> StandaloneQueueBuilder handler(WorkHandler<T> handler) {
		this.handler = required(handler, "handler");
		this.batchSize = 0;
		return this;
	}

	@Override
	public StandaloneQueueBuilder batchSize(int batchSize) {
		check(batchSize >= 0, "%s: the batch size must not be negative".formatted(subject()));
		this.batchSize = batchSize;
		return this;
	}

	@Override
	public int batchSize() {
		return this.batchSize;
	}

	@Override
	public StandaloneQueueBuilder withoutDeadLetterQueue() {
		this.deadLetterQueue = null;
		return this;
	}

	@Override
	public StandaloneQueueBuilder withoutRetry() {
		this.retry = null;
		return this;
	}

	@Override
	public StandaloneQueueBuilder deadLetterRouter(BiPredicate<String, DeadLetter<?>> router) {
		this.deadLetterRouter = required(router, "router");
		return this;
	}

	@Override
	public <T> StandaloneQueueBuilder batchHandler(WorkHandler<List<T>> handler, int batchSize) {
		this.handler = required(handler, "handler");
		check(batchSize >= 1, "%s: the batch size must be at least 1, not %d".formatted(subject(), batchSize));
		this.batchSize = batchSize;
		return this;
	}

	@Override
	public StandaloneQueueBuilder capacity(int capacity) {
		check(capacity >= 0 && capacity <= RingBuffer.MAX_CAPACITY,
				"%s: the capacity must be from 0 (no limit) to %d, not %d".formatted(subject(), RingBuffer.MAX_CAPACITY,
						capacity));
		this.capacity = capacity;
		return this;
	}

	@Override
	public StandaloneQueueBuilder concurrency(int concurrency) {
		check(concurrency >= 1 && concurrency <= MAX_CONCURRENCY,
				"%s: the concurrency must be from 1 to %d, not %d".formatted(subject(), MAX_CONCURRENCY, concurrency));
		this.concurrency = concurrency;
		return this;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> StandaloneQueueBuilder key(Function<T, ?> key) {
		this.key = (Function<Object, ?>) required(key, "key");
		return this;
	}

	@Override
	public StandaloneQueueBuilder virtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
		return this;
	}

	@Override
	public StandaloneQueueBuilder waitStrategy(WaitStrategy waitStrategy) {
		this.waitStrategy = required(waitStrategy, "waitStrategy");
		return this;
	}

	@Override
	public StandaloneQueueBuilder retry(RetryPolicy retryPolicy) {
		this.retry = required(retryPolicy, "retryPolicy");
		return this;
	}

	@Override
	public StandaloneQueueBuilder deadLetterQueue(String queue) {
		check(queue != null && !queue.isBlank(),
				"%s: the dead-letter queue's name must not be blank".formatted(subject()));
		this.deadLetterQueue = queue;
		return this;
	}

	@Override
	public StandaloneQueueBuilder deadLetterHandler(DeadLetterHandler handler) {
		this.deadLetters = required(handler, "handler");
		return this;
	}

	@Override
	public StandaloneQueueBuilder undeliveredWorkHandler(UndeliveredWorkHandler handler) {
		this.undelivered = required(handler, "handler");
		return this;
	}

	@Override
	public StandaloneQueueBuilder stuckThreshold(Duration stuckThreshold) {
		Duration time = required(stuckThreshold, "stuckThreshold");
		check(!time.isNegative() && !time.isZero(),
				"%s: the stuck threshold must be above zero, not %s".formatted(subject(), time));
		this.stuckThreshold = time;
		return this;
	}

	@Override
	public StandaloneQueueBuilder autoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
		return this;
	}

	@Override
	public StandaloneQueueBuilder timings(WorkTimings timings) {
		this.timings = required(timings, "timings");
		return this;
	}

	@Override
	public StandaloneQueueBuilder propagateContext(boolean propagateContext) {
		this.propagateContext = propagateContext;
		return this;
	}

	@Override
	public StandaloneQueueBuilder contextPropagator(ContextPropagator carrier) {
		this.carrier = required(carrier, "carrier");
		return this;
	}

	@Override
	public StandaloneQueueBuilder observer(WorkObserver observer) {
		this.observer = required(observer, "observer");
		return this;
	}

	@Override
	public StandaloneQueueBuilder drainTimeout(Duration drainTimeout) {
		Duration time = required(drainTimeout, "drainTimeout");
		check(!time.isNegative(), "%s: the drain timeout must not be negative".formatted(subject()));
		this.drainTimeout = time;
		return this;
	}

	@Override
	public StandaloneQueueBuilder manual() {
		this.manual = true;
		return this;
	}

	@Override
	public StandaloneQueueBuilder classLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
		return this;
	}

	@Override
	public StandaloneQueueBuilder log(QueueLog log) {
		this.log = new EngineLog(required(log, "log"));
		return this;
	}

	@Override
	public <T> CloseableSafeQueue<T> build() {
		prepare();
		String name = this.name;
		if (name == null) {
			throw new IllegalStateException("A queue needs a name: call name(...)");
		}
		if (this.start && this.handler == null) {
			throw new IllegalStateException("Queue '%s' needs a handler: call handler(...)".formatted(name));
		}
		if (this.start && this.deadLetterQueue != null) {
			throw new IllegalStateException(
					"Queue '%s' lives outside an application context and cannot look up the dead-letter queue '%s': call deadLetterHandler(...)"
						.formatted(name, this.deadLetterQueue));
		}
		EngineLog log = engineLog();
		QueueSettings settings = new QueueSettings(name, this.itemType, this.deadLetterQueue, this.capacity,
				this.concurrency, this.batchSize, this.key, virtual(), this.waitStrategy, this.retry,
				deadLetterHandler(), (this.undelivered != null) ? this.undelivered : LoggingHandlers::undelivered,
				this.stuckThreshold, this.autoStartup,
				(this.timings != null) ? new GuardedTimings(name, this.timings, log) : null, invocation(name),
				(this.manual) ? new DeadLetterLog() : null, this.classLoader, Clock.systemUTC(), log);
		DefaultSafeQueue<T> queue = create(settings);
		if (this.start) {
			queue.start();
		}
		return queue;
	}

	private void prepare() {
		check(!this.preparing, "%s: a customizer builds the queue".formatted(subject()),
				"Do not call build() in a SafeQueueCustomizer: the queue is built after it.");
		this.preparing = true;
		try {
			this.beforeBuild.accept(this);
		}
		finally {
			this.preparing = false;
		}
	}

	private <T> DefaultSafeQueue<T> create(QueueSettings settings) {
		try {
			return new DefaultSafeQueue<>(settings, this.handler, this.drainTimeout);
		}
		catch (OutOfMemoryError ex) {
			throw new SafeQueueConfigurationException(this.name,
					"%s: there is no memory for a capacity of %d.".formatted(subject(), this.capacity),
					"Lower it by safequeue.queues.%s.capacity or capacity(...), set it to 0 (no limit), or give the JVM more memory."
						.formatted(settings.name()),
					ex);
		}
	}

	private DeadLetterHandler deadLetterHandler() {
		DeadLetterHandler handler = (this.deadLetters != null) ? this.deadLetters : LoggingHandlers::deadLetter;
		String target = this.deadLetterQueue;
		BiPredicate<String, DeadLetter<?>> router = this.deadLetterRouter;
		if (target == null || router == null) {
			return handler;
		}
		return (letter) -> {
			if (!router.test(target, letter)) {
				handler.onDeadLetter(letter);
			}
		};
	}

	/** A batch has items of many submitters, so nothing is captured for it. */
	private @Nullable InvocationContext invocation(String name) {
		if (this.propagateContext && this.carrier == null) {
			engineLog().warn(
					"%s: there is nothing to propagate context with; add io.micrometer:context-propagation to the class path or call contextPropagator(...)"
						.formatted(subject()));
		}
		ContextPropagator carrier = (this.propagateContext && this.batchSize == 0) ? this.carrier : null;
		return (carrier != null || this.observer != null)
				? new InvocationContext(name, carrier, this.observer, engineLog()) : null;
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

	private String subject() {
		return (this.name != null) ? "Queue '" + this.name + "'" : "A queue";
	}

	private <T> T required(@Nullable T value, String what) {
		if (value == null) {
			throw new SafeQueueConfigurationException(this.name, "%s: %s must not be null.".formatted(subject(), what),
					"Pass one to the builder, or leave the call out.");
		}
		return value;
	}

	private void check(boolean valid, String message) {
		check(valid, message + ".", "Change what is passed to the builder.");
	}

	private void check(boolean valid, String message, String action) {
		if (!valid) {
			throw new SafeQueueConfigurationException(this.name, message, action);
		}
	}

}
