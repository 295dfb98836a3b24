/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import io.github.safequeue.UndeliveredWork;

/**
 * Logs undelivered items where no other handler takes them: one line, which names types
 * and never contents.
 */
final class LoggingHandlers {

	private LoggingHandlers() {
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
