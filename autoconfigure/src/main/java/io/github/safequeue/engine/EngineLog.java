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
		// Runs the initializer.
	}

	/**
	 * Log an error.
	 * @param format the message, with a place for the queue's name
	 * @param queue the queue's name
	 * @param cause the cause
	 */
	static void error(String format, String queue, Throwable cause) {
		try {
			error(format.formatted(queue), cause);
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

}
