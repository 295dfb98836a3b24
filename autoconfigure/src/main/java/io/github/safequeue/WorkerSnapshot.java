package io.github.safequeue;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What one worker does at a moment.
 *
 * @param thread the thread's name
 * @param threadId the thread's identifier, 0 if there is no thread
 * @param threadState the thread's state
 * @param handling type and identity of the item in hand, or {@code null} if idle
 * @param handlingFor how long the item has been in hand, observed every 100 ms
 * @param waiting how many items wait for this worker alone, {@code null} if it takes from
 * what waits for all
 * @param stack the thread's stack, innermost frame first
 */
public record WorkerSnapshot(String thread, long threadId, Thread.@Nullable State threadState,
		@Nullable String handling, @Nullable Duration handlingFor, @Nullable Integer waiting,
		List<StackTraceElement> stack) {
}
