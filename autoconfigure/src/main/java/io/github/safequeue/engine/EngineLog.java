package io.github.safequeue.engine;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.safequeue.SafeQueue;

/**
 * A log that does not throw: a throwable that cannot be printed is named by its class.
 *
 * @param target writes the lines
 */
record EngineLog(QueueLog target) implements QueueLog {

	/**
	 * Return the log of all queues that were not given one of their own.
	 */
	static EngineLog standard() {
		return Standard.log;
	}

	boolean isStandard() {
		return this.target instanceof Standard;
	}

	@Override
	public void info(String message) {
		try {
			this.target.info(message);
		}
		catch (Throwable ex) {
			// Nobody is left to tell.
		}
	}

	@Override
	public void warn(String message) {
		try {
			this.target.warn(message);
		}
		catch (Throwable ex) {
			// Nobody is left to tell.
		}
	}

	@Override
	public void error(String message, @Nullable Throwable cause) {
		try {
			this.target.error(message, cause);
		}
		catch (Throwable ex) {
			try {
				this.target.error(message + " (" + ((cause != null) ? cause.getClass().getName() : "a cause")
						+ ", which cannot be printed)", null);
			}
			catch (Throwable again) {
				// Nobody is left to tell.
			}
		}
	}

	/**
	 * The logger of the application. In a class of its own: a queue with a log of its own
	 * does not need it.
	 *
	 * @param logger the logger
	 */
	private record Standard(Log logger) implements QueueLog {

		private static final EngineLog log = new EngineLog(new Standard(LogFactory.getLog(SafeQueue.class)));

		@Override
		public void info(String message) {
			this.logger.info(message);
		}

		@Override
		public void warn(String message) {
			this.logger.warn(message);
		}

		@Override
		public void error(String message, @Nullable Throwable cause) {
			this.logger.error(message, cause);
		}

	}

}
