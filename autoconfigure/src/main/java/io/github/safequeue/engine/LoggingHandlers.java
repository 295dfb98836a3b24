package io.github.safequeue.engine;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.ItemIdentity;
import io.github.safequeue.UndeliveredWork;

/**
 * What happens to failed and undelivered items where nobody else takes them: one log
 * line, which names types and never contents.
 */
final class LoggingHandlers {

	private LoggingHandlers() {
	}

	static void deadLetter(DeadLetter<?> letter) {
		EngineLog.standard()
			.error("Queue '%s': %s failed for the last time (attempts: %d)".formatted(letter.queue(),
					ItemIdentity.of(letter.item()), letter.attempts()), letter.cause());
	}

	static void undelivered(UndeliveredWork work) {
		EngineLog.standard()
			.warn("Queue '%s': %d accepted items %s (%s): %s".formatted(work.queue(), work.items().size(),
					(work.reason() == UndeliveredWork.Reason.IN_FLIGHT)
							? "are in flight in handlers that do not return, and may have been handled"
							: "were not handled",
					work.reason(), UndeliveredReporter.types(work.items())));
	}

}
