/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The campaign of faults: each test provokes one kind of fault as often as
 * {@link io.github.safequeue.testing.Faults} says, and records what became of it there.
 *
 * <p>
 * What the library promises, and the tests that check it. Most of them are in this
 * package, in {@code engine} and in {@code lifecycle}. Model checks are in the source
 * folder {@code lincheck}, stress tests in {@code jcstress}.
 *
 * <table>
 * <caption>Promises and their tests</caption>
 * <tr>
 * <th>promise</th>
 * <th>tests</th>
 * </tr>
 * <tr>
 * <td>{@code offer} takes no lock, waits for no thread and allocates nothing</td>
 * <td>SubmitterTests, CallerMatrixTests, OfferLincheckTests</td>
 * </tr>
 * <tr>
 * <td>{@code offer} may be called from anywhere, at any moment</td>
 * <td>CallerMatrixTests, EndOfJvmCallerTests, SignalTests, CleanerStormTests</td>
 * </tr>
 * <tr>
 * <td>an {@code offer} that dies leaves the queue sound</td>
 * <td>StackOverflowTests, StackOverflowInContextTests, FullHeapTests, WedgeTests</td>
 * </tr>
 * <tr>
 * <td>the result of {@code offer} and {@code submit} is final</td>
 * <td>ConservationTests, CloseLincheckTests, CloseStress, AdmissionStress</td>
 * </tr>
 * <tr>
 * <td>each accepted item ends once</td>
 * <td>ConservationTests, CloseTwiceTests, CloseWhilePausingTests, LongRunTests</td>
 * </tr>
 * <tr>
 * <td>the figures add up at every moment</td>
 * <td>ConservationTests, SnapshotLincheckTests, QueueCountersStress</td>
 * </tr>
 * <tr>
 * <td>the capacity is exact, and what waits is in a JCTools queue</td>
 * <td>QueueBufferTests, JcToolsTests, BufferLincheckTests</td>
 * </tr>
 * <tr>
 * <td>no worker sleeps while an item waits</td>
 * <td>WakeUpTests, WakeUpLincheckTests, WakeUpStress</td>
 * </tr>
 * <tr>
 * <td>order per key, one call per key, keys do not wait for each other</td>
 * <td>KeyTests, KeyedLincheckTests, OrderTests</td>
 * </tr>
 * <tr>
 * <td>a pause and {@code stop()} keep what waits</td>
 * <td>ContextPauseTests, PauseLincheckTests, CloseWhilePausingTests</td>
 * </tr>
 * <tr>
 * <td>a bad handler stops nothing but itself</td>
 * <td>BadHandlerTests, FailureTests, RetryLoopTests, OutageTests</td>
 * </tr>
 * <tr>
 * <td>a batch fails from the item on that failed</td>
 * <td>BatchFailureTests</td>
 * </tr>
 * <tr>
 * <td>a handler call is limited by its timeout</td>
 * <td>HandlerTimeoutTests, CallTimerTests</td>
 * </tr>
 * <tr>
 * <td>failed items are retried and dead-lettered as configured</td>
 * <td>DeadLetterTests, RetryLoopTests, CloseWhileRetryingTests</td>
 * </tr>
 * <tr>
 * <td>what waits is handled before what a handler reaches is stopped</td>
 * <td>FlushTests, FlushOnSigtermTests</td>
 * </tr>
 * <tr>
 * <td>beans are destroyed in the right order</td>
 * <td>DestructionOrderTests, ContradictedOrderTests, DeadLetterOrderTests,
 * ReachedBeansTests</td>
 * </tr>
 * <tr>
 * <td>closing handles what is submitted meanwhile</td>
 * <td>ContextCloseTests, ContextClosingTests, CloseOfFedQueuesTests,
 * GroupLincheckTests</td>
 * </tr>
 * <tr>
 * <td>closing returns within the drain timeout and 2 s</td>
 * <td>CloseTests, BadHandlerTests, UndeliveredReporterTests, SigtermTests</td>
 * </tr>
 * <tr>
 * <td>a handler may close the application</td>
 * <td>EndingTests, ExitTests, BadHandlerTests</td>
 * </tr>
 * <tr>
 * <td>undelivered items are reported, once and in order</td>
 * <td>UndeliveredCollectorTests, UndeliveredInContextTests, InFlightReportTests</td>
 * </tr>
 * <tr>
 * <td>late refusals and queues that are never closed are reported</td>
 * <td>ReportTests, UnclosedQueuesTests, NeverClosedTests</td>
 * </tr>
 * <tr>
 * <td>no queue is without an owner</td>
 * <td>QueueOwnershipTests, RuntimeQueueTests</td>
 * </tr>
 * <tr>
 * <td>nothing of a closed context stays reachable</td>
 * <td>ContextLeakTests, ListenerUnloadingTests, LongRunTests</td>
 * </tr>
 * <tr>
 * <td>a full heap loses nothing</td>
 * <td>FullHeapTests, MemoryRetryTests</td>
 * </tr>
 * <tr>
 * <td>{@code @Async} without a name runs where it would run</td>
 * <td>UnmovedCallsTests</td>
 * </tr>
 * <tr>
 * <td>tasks of the executor that are accepted are run</td>
 * <td>ExecutorClosingTests, EndOfJvmTests, QueueTaskExecutorTests</td>
 * </tr>
 * <tr>
 * <td>a cleaning action runs once and its hand-over cannot fail</td>
 * <td>SafeCleanerTests, CleanerStormTests</td>
 * </tr>
 * <tr>
 * <td>logging does not block or deadlock</td>
 * <td>SafeQueueAppenderTests, AppenderComparisonTests</td>
 * </tr>
 * <tr>
 * <td>a mistake in the configuration stops the start and names the remedy</td>
 * <td>StartupFailureTests, BadPropertyTests, BadAttributeTests, BadBuilderTests</td>
 * </tr>
 * <tr>
 * <td>no log line or answer shows the content of an item</td>
 * <td>SafeQueueEndpointOverHttpTests, StuckCallsTests, UndeliveredReporterTests,
 * QueueEventTests</td>
 * </tr>
 * </table>
 */
@NullMarked
package io.github.safequeue.faults;

import org.jspecify.annotations.NullMarked;
