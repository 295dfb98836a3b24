/**
 * The queue itself: where submitters leave items ({@code QueueBuffer}), the workers that
 * take them ({@code WorkerPool}), their wake-up, and the close protocol ({@code Drain}).
 *
 * <p>
 * Memory ordering is documented in these words. A <em>claim</em> is the one
 * compare-and-set by which a submitter obtains a place; it has volatile semantics, so all
 * that the submitter wrote before it is visible to whoever reads the claim. A
 * <em>publication</em> is the plain store that fills the place; where the CPU may let it
 * overtake the claim, a taker reads the claim before it uses the item. A <em>release</em>
 * store makes all earlier writes visible to the thread that reads it with acquire or
 * volatile semantics.
 *
 * <p>
 * May know the root package, the buffers below it, and spring-core's retry and task
 * types; neither JCTools nor Spring's context nor its beans. No two of its classes know
 * each other, directly or by others. Implementations are package-private behind
 * {@link io.github.safequeue.engine.ManagedQueues}, for owners of queues, and
 * {@link io.github.safequeue.engine.EngineBuilderFactory}, by which
 * {@link io.github.safequeue.SafeQueues} finds the engine as a service.
 */
@NullMarked
package io.github.safequeue.engine;

import org.jspecify.annotations.NullMarked;

import io.github.safequeue.SafeQueues;
