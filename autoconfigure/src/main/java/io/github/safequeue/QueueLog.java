package io.github.safequeue;

import org.jspecify.annotations.Nullable;

/**
 * Where a queue writes its own lines. Called by workers, the thread that closes and the
 * monitor, never by submitters.
 */
public interface QueueLog {

	/**
	 * Write a line on what happened.
	 * @param message the line
	 */
	void info(String message);

	/**
	 * Write a line on what may need attention.
	 * @param message the line
	 */
	void warn(String message);

	/**
	 * Write a line on what failed.
	 * @param message the line
	 * @param cause why, or {@code null} if that cannot be printed
	 */
	void error(String message, @Nullable Throwable cause);

}
