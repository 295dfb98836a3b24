/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Places that a library calls in passing.
 */
final class LibraryCallSites {

	private LibraryCallSites() {
	}

	static void printed(SubmissionBurst burst) {
		check(new ArrayList<>(List.of("before", new Telling(burst))).toString().equals("[before, told]"));
	}

	static void compared(SubmissionBurst burst) {
		Map<Telling, String> map = new HashMap<>();
		map.put(new Telling(burst), "first");
		map.put(new Telling(burst), "second");
		check(map.size() == 2);
	}

	static void sorted(SubmissionBurst burst) {
		List<Integer> numbers = new ArrayList<>(List.of(3, 1, 2));
		numbers.sort((a, b) -> {
			burst.run();
			return Integer.compare(a, b);
		});
		check(numbers.equals(List.of(1, 2, 3)));
	}

	private static void check(boolean right) {
		if (!right) {
			throw new IllegalStateException("the collection was not used as it should");
		}
	}

	static void appender(SubmissionBurst burst) {
		Logger logger = (Logger) LoggerFactory.getLogger("campaign.audit");
		logger.setAdditive(false);
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
			@Override
			protected void append(ILoggingEvent event) {
				burst.run();
			}
		};
		appender.setContext(logger.getLoggerContext());
		appender.start();
		logger.addAppender(appender);
		logger.error("submit");
		logger.detachAppender(appender);
	}

	/**
	 * Submits when it is looked at.
	 */
	private static final class Telling {

		private final SubmissionBurst burst;

		Telling(SubmissionBurst burst) {
			this.burst = burst;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			this.burst.run();
			return this == other;
		}

		@Override
		public int hashCode() {
			return 1;
		}

		@Override
		public String toString() {
			this.burst.run();
			return "told";
		}

	}

}
