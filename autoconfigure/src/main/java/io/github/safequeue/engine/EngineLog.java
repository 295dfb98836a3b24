package io.github.safequeue.engine;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.safequeue.SafeQueue;

/**
 * The log of the queues. Never called by submitters. Does not throw: a throwable that
 * cannot be printed is named by its class.
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
