package io.github.safequeue.engine;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.safequeue.SafeQueue;

/**
 * The log of the queues. Never called by submitters. Does not throw, whatever is left of
 * the stack and the heap: messages are formatted in here, and a throwable that cannot be
 * printed is named by its class. Loaded with the first queue, since a class whose
 * initialization fails for lack of either is lost for good.
 */
final class EngineLog {

	private static final Log logger = LogFactory.getLog(SafeQueue.class);

	private EngineLog() {
	}

	static void info(String message) {
		try {
			logger.info(message);
		}
		catch (Throwable ex) {
			// Nobody is left to tell.
		}
	}

	static void warn(String message) {
		try {
			logger.warn(message);
		}
		catch (Throwable ex) {
			// Nobody is left to tell.
		}
	}

	static void ensure() {
		Trouble.values();
	}

	/**
	 * Log an error. Needs neither stack nor memory before it catches what lacks.
	 * @param trouble what happened
	 * @param queue the queue's name
	 * @param cause the cause
	 */
	static void error(Trouble trouble, String queue, Throwable cause) {
		try {
			error(trouble.format.formatted(queue), cause);
		}
		catch (Throwable ex) {
			// Nobody is left to tell.
		}
	}

	static void error(String message, Throwable cause) {
		try {
			logger.error(message, cause);
		}
		catch (Throwable ex) {
			try {
				logger.error(message + " (" + cause.getClass().getName() + ", which cannot be printed)");
			}
			catch (Throwable again) {
				// Nobody is left to tell.
			}
		}
	}

	/**
	 * What may happen where there is no memory, not even for a literal.
	 */
	enum Trouble {

		COMPLETION("completing a future failed"),

		RETRY_POLICY("the retry policy failed; what failed is not tried again"),

		DEAD_LETTER("the dead-letter handler failed; the item is counted as failed"),

		NO_DEAD_LETTER("the failure that the dead-letter handler was to take"),

		UNDELIVERED("the handler of undelivered work failed; what it was given stays counted as undelivered"),

		TIMINGS("recording times failed; further failures are not logged"),

		CONTEXT("carrying the context of a submitter failed; its item goes on without; further failures are not logged"),

		OBSERVATION("observing a handler call failed; further failures are not logged"),

		MONITOR("the monitor failed and goes on"),

		START("its workers could not be started to drain it");

		private final String format;

		Trouble(String what) {
			this.format = "Queue '%s': " + what;
		}

	}

}
