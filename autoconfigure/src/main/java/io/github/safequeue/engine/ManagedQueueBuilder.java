/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.SafeQueueBuilder;

/**
 * What the owner of a queue, such as an application context, sets beside the user's
 * settings. Each has one {@link SafeQueueBuilder}, which knows nothing of the owner's
 * settings and can be handed to users.
 *
 * <p>
 * Not safe for use by several threads. Methods that are given a value that cannot work
 * throw a {@link io.github.safequeue.SafeQueueConfigurationException}.
 */
public interface ManagedQueueBuilder {

	/**
	 * Return the builder that users set and build with. Its queues are
	 * {@link ManagedQueue}s that are not started.
	 * @return the same builder each time
	 */
	SafeQueueBuilder settings();

	/**
	 * Have no workers until the queue drains. {@link ManagedQueue#manual()} handles the
	 * items.
	 * @return this builder
	 */
	ManagedQueueBuilder manual();

	/**
	 * Set the workers' context class loader. Unless set, it is the context class loader
	 * of the thread that created this builder.
	 * @param classLoader the class loader
	 * @return this builder
	 */
	ManagedQueueBuilder classLoader(ClassLoader classLoader);

	/**
	 * Set what takes dead letters where neither the dead-letter queue nor a handler that
	 * the builder was given does. What nothing takes is logged.
	 * @param target called with the letter; returns whether it took it
	 * @return this builder
	 */
	ManagedQueueBuilder deadLetterTarget(Predicate<DeadLetter<?>> target);

	/**
	 * Set what delivers to the dead-letter queue. Without one, the queue's
	 * {@link io.github.safequeue.DeadLetterHandler} receives all dead letters.
	 * @param router called with the name of the dead-letter queue and the letter; returns
	 * whether that queue accepted it
	 * @return this builder
	 */
	ManagedQueueBuilder deadLetterRouter(BiPredicate<String, DeadLetter<?>> router);

	/**
	 * Set what takes charge of each queue that is built.
	 * @param action called with the queue at the end of each build, by the thread that
	 * builds; if it throws, the queue is closed
	 * @return this builder
	 */
	ManagedQueueBuilder afterBuild(Consumer<ManagedQueue<?>> action);

	/**
	 * Set whether the handler, which may be bound later, takes batches.
	 * @param batchSize how many items a call takes at most, 0 for single items
	 * @return this builder
	 */
	ManagedQueueBuilder batchSize(int batchSize);

	/**
	 * Let another queue be built of these settings, at the end of each build.
	 * @param assembly called with this builder; returns the queue, or {@code null} to
	 * build the ordinary one
	 * @return this builder
	 */
	ManagedQueueBuilder assembly(Function<ManagedQueueBuilder, @Nullable ManagedQueue<?>> assembly);

	/**
	 * Start a queue that is a part of the one that this builder is for, with the same
	 * settings. Nothing takes charge of it but the queue that it is a part of.
	 * @param threads what the names of its threads begin with, after the library's own
	 * name
	 * @param reported whether it has a line of its own when it closes, and in the report
	 * at the end of the JVM
	 * @return a new builder
	 */
	ManagedQueueBuilder part(String threads, boolean reported);

	/**
	 * Return how the queue would handle its items, as set so far.
	 * @return the settings
	 */
	HandlingSettings handling();

	/**
	 * Return whether {@link #manual()} was called.
	 * @return whether the items are to be handled step by step
	 */
	boolean isManual();

	/**
	 * Return the kind of store that the user's builder was given.
	 * @return the kind, or {@code null} for a queue in memory
	 */
	@Nullable String store();

	/**
	 * Remove the key that was set so far.
	 * @return this builder
	 */
	ManagedQueueBuilder withoutKey();

	/**
	 * Remove what observes and times handler calls, and what gives them a context.
	 * @return this builder
	 */
	ManagedQueueBuilder unobserved();

	/**
	 * Set what submitters leave beside their items, in place of the context of a queue
	 * that propagates one. The handler reads it by {@link ManagedQueues#captured}.
	 * @param capture called by submitters, also inside {@code offer}; returns
	 * {@code null} if there is nothing to leave
	 * @return this builder
	 */
	ManagedQueueBuilder capturing(Supplier<@Nullable Object> capture);

	/**
	 * Remove the limit of the time of handler calls.
	 * @return this builder
	 */
	ManagedQueueBuilder withoutHandlerTimeout();

	/**
	 * Return the type of the items that the user's builder was given.
	 * @return the type, or {@code null} if none was set
	 */
	@Nullable Class<?> itemType();

	/**
	 * Return the batch size that was set here or by the user's builder.
	 * @return how many items a call takes at most, 0 for single items
	 */
	int batchSize();

	/**
	 * Remove the dead-letter queue that was set so far.
	 * @return this builder
	 */
	ManagedQueueBuilder withoutDeadLetterQueue();

	/**
	 * Remove the retries that were set so far.
	 * @return this builder
	 */
	ManagedQueueBuilder withoutRetry();

}
