/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

import io.github.safequeue.WaitStrategy;

/**
 * The properties {@code safequeue.*}. Immutable; any thread.
 *
 * @param enabled Whether to enable SafeQueue.
 * @param propagateContext Whether handlers get the submitter's trace and MDC. Also what
 * else is registered for propagation. Runs foreign code in 'offer'.
 * @param defaults Settings of each queue that does not say otherwise.
 * @param queues Settings of single queues by name. A name that no listener and no bean
 * declares makes a queue, which then needs a handler.
 * @param shutdown Settings of the closing of the application.
 * @param cleaner Settings of the SafeCleaner.
 * @param logging Settings of logging by a queue.
 * @param taskExecutor Settings of the task executor.
 * @param observations Settings of the observations of handler calls.
 * @param store Settings of the stores.
 */
@ConfigurationProperties(SafeQueueProperties.PREFIX)
public record SafeQueueProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("false") boolean propagateContext, @DefaultValue Defaults defaults,
		@DefaultValue Map<String, Queue> queues, @DefaultValue Shutdown shutdown, @DefaultValue Cleaner cleaner,
		@DefaultValue Logging logging, @DefaultValue TaskExecutor taskExecutor, @DefaultValue Observations observations,
		@DefaultValue Store store) {

	/** The prefix of all keys. */
	public static final String PREFIX = "safequeue";

	/** The key that switches observations of handler calls on or off. */
	public static final String OBSERVATIONS_ENABLED = PREFIX + ".observations.enabled";

	/** The key that switches everything on or off. */
	public static final String ENABLED = PREFIX + ".enabled";

	/**
	 * Bind the properties before beans exist. Spring Boot keeps each name that it did not
	 * find, a dozen per queue, so the sources that it looks in here are not kept.
	 * @param environment holds the properties
	 * @return the properties
	 */
	public static SafeQueueProperties of(ConfigurableEnvironment environment) {
		Binder binder = new Binder(ConfigurationPropertySources.from(environment.getPropertySources()),
				new PropertySourcesPlaceholdersResolver(environment));
		return binder.bindOrCreate(PREFIX, Bindable.of(SafeQueueProperties.class), bindHandler());
	}

	/**
	 * Return how to treat a value that cannot be read. While a build processes the
	 * application ahead of time, it counts as missing: it may be known when the
	 * application runs, and not before.
	 * @return the handler
	 */
	public static BindHandler bindHandler() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING) ? new IgnoreErrorsBindHandler()
				: BindHandler.DEFAULT;
	}

	/**
	 * Return whether queues are enabled. A value that is neither true nor false stops the
	 * start, as that of any other property does.
	 * @param environment holds the properties
	 * @return whether {@code safequeue.enabled} is true or missing
	 */
	public static boolean isEnabled(Environment environment) {
		return Binder.get(environment).bind(ENABLED, Boolean.class).orElse(true);
	}

	/**
	 * The properties {@code safequeue.defaults.*}.
	 *
	 * @param capacity How many items may wait. 0 means no limit.
	 * @param concurrency How many handler calls may run at a time.
	 * @param batchSize How many items a batch holds at most. For handlers of batches.
	 * @param virtualThreads Whether handler calls run on virtual threads. Follows
	 * 'spring.threads.virtual.enabled' unless set.
	 * @param waitStrategy How an idle worker waits for the next item.
	 * @param autoStartup Whether to handle as soon as the application has started. If
	 * not, the queue accepts items and waits to be resumed.
	 * @param retry Settings of further attempts after a handler failed.
	 * @param deadLetterQueue Name of the queue that receives items whose handling failed
	 * for good. Does not apply to that queue itself.
	 * @param handlerTimeout Time after which a handler call is interrupted and fails. No
	 * limit unless set.
	 * @param stuckThreshold Time in one handler call after which the queue is reported as
	 * stuck.
	 * @param propagateContext Whether handlers get the submitter's trace and MDC. Follows
	 * 'safequeue.propagate-context' unless set.
	 */
	public record Defaults(@DefaultValue("8192") int capacity, @DefaultValue("1") int concurrency,
			@DefaultValue("1") int batchSize, @Nullable Boolean virtualThreads,
			@DefaultValue("park") WaitStrategy waitStrategy, @DefaultValue("true") boolean autoStartup,
			@DefaultValue RetryDefaults retry, @Nullable String deadLetterQueue, @Nullable Duration handlerTimeout,
			@DefaultValue("30s") Duration stuckThreshold, @Nullable Boolean propagateContext) {

	}

	/**
	 * The properties {@code safequeue.queues.<name>.*}. What is {@code null} is left to
	 * the annotation, to the builder's caller, or to {@code safequeue.defaults}.
	 *
	 * @param capacity How many items may wait. 0 means no limit.
	 * @param concurrency How many handler calls may run at a time.
	 * @param batchSize How many items a batch holds at most. For handlers of batches.
	 * @param virtualThreads Whether handler calls run on virtual threads.
	 * @param waitStrategy How an idle worker waits for the next item.
	 * @param handler Name of the WorkHandler bean that handles the items. Needed where no
	 * listener and no bean declares the queue.
	 * @param autoStartup Whether to handle as soon as the application has started. If
	 * not, the queue accepts items and waits to be resumed.
	 * @param retry Settings of further attempts after the handler failed.
	 * @param deadLetterQueue Name of the queue that receives items whose handling failed
	 * for good.
	 * @param handlerTimeout Time after which a handler call is interrupted and fails. No
	 * limit unless set.
	 * @param stuckThreshold Time in one handler call after which the queue is reported as
	 * stuck.
	 * @param propagateContext Whether handlers get the submitter's trace and MDC.
	 * @param itemType Name of the class of the items. Needed where neither the handler
	 * nor a bean says it, and the queue is injected by type.
	 * @param store Kind of store that keeps the items. Without one they live in memory.
	 * @param kafka Settings of a queue with the store 'kafka'.
	 * @param rabbit Settings of the queue in the store 'rabbit'.
	 * @param required Whether the queue must be declared here. If not, these properties
	 * need no handler and hold only where a listener or a bean declares the queue.
	 */
	@ConfigurationPropertiesSource
	public record Queue(@Nullable Integer capacity, @Nullable Integer concurrency, @Nullable Integer batchSize,
			@Nullable Boolean virtualThreads, @Nullable WaitStrategy waitStrategy, @Nullable String handler,
			@Nullable Boolean autoStartup, @Nullable Retry retry, @Nullable String deadLetterQueue,
			@Nullable Duration handlerTimeout, @Nullable Duration stuckThreshold, @Nullable Boolean propagateContext,
			@Nullable String itemType, @Nullable String store, @Nullable Kafka kafka, @Nullable Rabbit rabbit,
			@DefaultValue("true") boolean required) {

	}

	/**
	 * The properties {@code safequeue.queues.<name>.kafka.*}.
	 *
	 * @param topic Name of the topic. The name of the queue unless set.
	 * @param groupId Group of the consumers. 'safequeue-' and the name of the queue
	 * unless set.
	 * @param maxDeliveries How often an item is tried that cannot be read. Then it is a
	 * dead letter.
	 */
	public record Kafka(@Nullable String topic, @Nullable String groupId, @DefaultValue("10") int maxDeliveries) {
	}

	/**
	 * The properties {@code safequeue.queues.<name>.rabbit.*}.
	 *
	 * @param queue Name of the queue in RabbitMQ. That of the queue unless set.
	 * @param maxDeliveries How many deliveries without an outcome an item gets. Then it
	 * is a dead letter. Failed attempts do not count.
	 * @param singleActiveConsumer Whether one instance gets all items. Others stand by.
	 * Needed by a queue with a key.
	 * @param prefetch How many items RabbitMQ delivers to an instance ahead. Twice what
	 * is handled at a time, and at least 10, unless set; 250 where handlers are fast.
	 */
	public record Rabbit(@Nullable String queue, @DefaultValue("10") int maxDeliveries,
			@DefaultValue("false") boolean singleActiveConsumer, @Nullable Integer prefetch) {
	}

	/**
	 * The properties {@code safequeue.defaults.retry.*}.
	 *
	 * @param maxRetries How many times a failed item is tried again. -1 means without
	 * end.
	 * @param delay Time to wait before the first retry.
	 * @param multiplier Factor by which the wait grows from one retry to the next.
	 * @param maxDelay Longest time to wait before a retry.
	 * @param jitter Time by which a wait is shortened or lengthened at random.
	 * @param includes Types of the only failures that are tried again. All unless set.
	 * @param excludes Types of the failures that are not tried again.
	 */
	public record RetryDefaults(@DefaultValue("0") int maxRetries, @DefaultValue("1s") Duration delay,
			@DefaultValue("1") double multiplier, @DefaultValue("30s") Duration maxDelay,
			@DefaultValue("0") Duration jitter, @Nullable List<Class<? extends Throwable>> includes,
			@Nullable List<Class<? extends Throwable>> excludes) {

		/**
		 * Lay the settings of a queue over these.
		 * @param queue the settings of the queue, or {@code null}
		 * @return what holds for the queue
		 */
		public RetryDefaults mergedWith(@Nullable Retry queue) {
			if (queue == null) {
				return this;
			}
			return new RetryDefaults((queue.maxRetries() != null) ? queue.maxRetries() : this.maxRetries,
					(queue.delay() != null) ? queue.delay() : this.delay,
					(queue.multiplier() != null) ? queue.multiplier() : this.multiplier,
					(queue.maxDelay() != null) ? queue.maxDelay() : this.maxDelay,
					(queue.jitter() != null) ? queue.jitter() : this.jitter,
					(queue.includes() != null) ? queue.includes() : this.includes,
					(queue.excludes() != null) ? queue.excludes() : this.excludes);
		}

	}

	/**
	 * The properties {@code safequeue.queues.<name>.retry.*}.
	 *
	 * @param maxRetries How many times a failed item is tried again. -1 means without
	 * end.
	 * @param delay Time to wait before the first retry.
	 * @param multiplier Factor by which the wait grows from one retry to the next.
	 * @param maxDelay Longest time to wait before a retry.
	 * @param jitter Time by which a wait is shortened or lengthened at random.
	 * @param includes Types of the only failures that are tried again. All unless set.
	 * @param excludes Types of the failures that are not tried again.
	 */
	public record Retry(@Nullable Integer maxRetries, @Nullable Duration delay, @Nullable Double multiplier,
			@Nullable Duration maxDelay, @Nullable Duration jitter, @Nullable List<Class<? extends Throwable>> includes,
			@Nullable List<Class<? extends Throwable>> excludes) {
	}

	/**
	 * The properties {@code safequeue.shutdown.*}.
	 *
	 * @param drainTimeout How long all queues together may drain at shutdown.
	 */
	public record Shutdown(@DefaultValue("30s") Duration drainTimeout) {
	}

	/**
	 * The properties {@code safequeue.cleaner.*}.
	 *
	 * @param enabled Whether to provide the SafeCleaner bean.
	 * @param cleanOnClose Whether to run all registered actions at shutdown. Otherwise
	 * only those of objects that are unreachable then.
	 */
	public record Cleaner(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean cleanOnClose) {
	}

	/**
	 * The properties {@code safequeue.logging.*}.
	 *
	 * @param enabled Whether the root logger's appenders have a thread of their own. Then
	 * logging never blocks. Needs Logback.
	 * @param queueSize How many log events may wait.
	 * @param discardingThreshold Free places below which TRACE to INFO are dropped. 0
	 * keeps them as long as there is room. A fifth of the queue size unless set.
	 * @param flushTimeout How long waiting events are written when logging stops.
	 * @param includeCallerData Whether to record the caller's class and line. Costs each
	 * logging thread a stack trace.
	 */
	public record Logging(@DefaultValue("false") boolean enabled, @DefaultValue("8192") int queueSize,
			@Nullable Integer discardingThreshold, @DefaultValue("10s") Duration flushTimeout,
			@DefaultValue("false") boolean includeCallerData) {
	}

	/**
	 * The properties {@code safequeue.store.*}.
	 *
	 * @param jdbc Settings of the store 'jdbc'.
	 */
	public record Store(@DefaultValue Jdbc jdbc) {
	}

	/**
	 * The properties {@code safequeue.store.jdbc.*}.
	 *
	 * @param file Path of the H2 database where there is no DataSource.
	 * @param tablePrefix What the names of the tables begin with.
	 * @param initializeSchema When to create the tables that are missing. 'embedded'
	 * means in H2 only.
	 * @param pollInterval Time between two looks for items of other instances.
	 * @param lanes How many lanes a queue with keys has. Items of one lane wait for each
	 * other. Cannot be changed while the queue has items.
	 * @param maxDeliveries How many deliveries without an outcome an item gets. Then it
	 * is a dead letter. Failed attempts do not count.
	 * @param notifyOthers Whether instances notify each other of new items. Works on
	 * PostgreSQL and keeps one connection.
	 */
	public record Jdbc(@DefaultValue("./data/safequeue") String file, @DefaultValue("safequeue_") String tablePrefix,
			@DefaultValue("embedded") SchemaCreation initializeSchema, @DefaultValue("1s") Duration pollInterval,
			@DefaultValue("64") int lanes, @DefaultValue("10") int maxDeliveries,
			@Name("notify") @DefaultValue("false") boolean notifyOthers) {

		/**
		 * When the tables of the store are created.
		 */
		public enum SchemaCreation {

			/**
			 * In H2 only, in memory or in a file.
			 */
			EMBEDDED,

			/**
			 * In each database.
			 */
			ALWAYS,

			/**
			 * Never: something else creates them.
			 */
			NEVER

		}

	}

	/**
	 * The properties {@code safequeue.observations.*}.
	 *
	 * @param enabled Whether each handler call is an observation. By default, only if
	 * there is a tracer.
	 */
	public record Observations(@Nullable Boolean enabled) {
	}

	/**
	 * The properties {@code safequeue.task-executor.*}.
	 *
	 * @param enabled Whether to provide the bean 'safeQueueTaskExecutor'.
	 * @param mode Whether to replace the application's executor.
	 * @param queue Name of the queue of Runnables that runs the tasks.
	 */
	public record TaskExecutor(@DefaultValue("true") boolean enabled, @DefaultValue("additional") Mode mode,
			@DefaultValue("safeQueue") String queue) {

		/**
		 * Return whether the task executor stands in the place of the application's own.
		 * @return whether it does
		 */
		public boolean replaces() {
			return this.enabled && this.mode == Mode.REPLACE;
		}

		/**
		 * What becomes of the executor that Spring Boot provides.
		 */
		public enum Mode {

			/**
			 * The application's own executor stays what and where it is.
			 */
			ADDITIONAL,

			/**
			 * The task executor is the application's: for '@Async' without a name, MVC
			 * and all else that asks for 'applicationTaskExecutor'.
			 */
			REPLACE

		}

	}

}
