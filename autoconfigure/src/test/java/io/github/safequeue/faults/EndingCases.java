/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.ArrayList;
import java.util.List;

import io.github.safequeue.testing.Faults;

/**
 * The ends that are tried.
 */
final class EndingCases {

	private static final String START_UP = "a signal during start-up";

	private static final String DRAIN = "several signals while a context drains";

	private static final String EXIT_IN_START_UP = "exit or close during start-up";

	private static final String LISTENER = "exit or close in an event listener";

	private static final String OTHER_HANDLER = "exit or close in a handler of another queue";

	private static final String CLOSING = "exit or close in a handler while another thread closes";

	private static final String FAILED = "exit or close in a handler while a failed refresh drains";

	private static final String CLOSING_HANDLER = "a signal while a handler closes the context";

	private static final String MAIN = "main ends by itself";

	private EndingCases() {
	}

	static List<EndingCase> all() {
		List<EndingCase> cases = new ArrayList<>(small());
		if (Faults.isLarge()) {
			cases.addAll(more());
		}
		return cases;
	}

	private static List<EndingCase> small() {
		return List.of(EndingCase.of(START_UP, EndingMoment.POST_CONSTRUCT_BEFORE_HANDLER, Ending.AWAIT_SIGNAL, "TERM"),
				EndingCase.of(START_UP, EndingMoment.POST_CONSTRUCT, Ending.AWAIT_INTERRUPT, "INT"),
				EndingCase.of(START_UP, EndingMoment.POST_CONSTRUCT_BEFORE_HANDLER, Ending.AWAIT_INTERRUPT, "TERM"),
				EndingCase.of(START_UP, EndingMoment.POST_CONSTRUCT, Ending.STICK, "HUP"),
				EndingCase.of(START_UP, EndingMoment.POST_CONSTRUCT, Ending.STICK).early("TERM"),
				EndingCase.of(START_UP, EndingMoment.CONTEXT_REFRESHED, Ending.STICK, "TERM"),
				EndingCase.of(DRAIN, EndingMoment.MAIN, Ending.AWAIT_SIGNAL, "INT").inDrain("HUP", "TERM"),
				EndingCase.of(EXIT_IN_START_UP, EndingMoment.POST_CONSTRUCT, Ending.SPRING_EXIT),
				EndingCase.of(EXIT_IN_START_UP, EndingMoment.POST_CONSTRUCT_BEFORE_HANDLER, Ending.CLOSE),
				EndingCase.of(EXIT_IN_START_UP, EndingMoment.CONTEXT_REFRESHED, Ending.SYSTEM_EXIT),
				EndingCase.of(LISTENER, EndingMoment.APPLICATION_READY, Ending.SYSTEM_EXIT),
				EndingCase.of(LISTENER, EndingMoment.LISTENER_OF_HANDLER, Ending.SPRING_EXIT),
				EndingCase.of(OTHER_HANDLER, EndingMoment.OTHER_HANDLER, Ending.SYSTEM_EXIT),
				EndingCase.of(CLOSING, EndingMoment.HANDLER_WHILE_CLOSING, Ending.SYSTEM_EXIT),
				EndingCase.of(FAILED, EndingMoment.HANDLER_AFTER_FAILED_REFRESH, Ending.CLOSE),
				EndingCase.of(FAILED, EndingMoment.HANDLER_AFTER_FAILED_REFRESH, Ending.SPRING_EXIT, "TERM"),
				EndingCase.of(CLOSING_HANDLER, EndingMoment.HANDLER, Ending.CLOSE).inDrain("TERM", "TERM"),
				EndingCase.of(MAIN, EndingMoment.MAIN, Ending.THROW));
	}

	private static List<EndingCase> more() {
		List<EndingCase> cases = new ArrayList<>();
		for (String signal : List.of("TERM", "INT", "HUP")) {
			for (EndingMoment moment : List.of(EndingMoment.POST_CONSTRUCT_BEFORE_HANDLER, EndingMoment.POST_CONSTRUCT,
					EndingMoment.CONTEXT_REFRESHED, EndingMoment.RUNNER)) {
				cases.add(EndingCase.of(START_UP, moment, Ending.AWAIT_SIGNAL, signal, "TERM"));
			}
			cases.add(EndingCase.of(START_UP, EndingMoment.POST_CONSTRUCT, Ending.AWAIT_SIGNAL).early(signal));
			cases
				.add(EndingCase.of(DRAIN, EndingMoment.APPLICATION_READY, Ending.AWAIT_SIGNAL, "TERM").inDrain(signal));
			for (Ending way : List.of(Ending.CLOSE, Ending.SYSTEM_EXIT)) {
				cases.add(EndingCase.of(FAILED, EndingMoment.HANDLER_AFTER_FAILED_REFRESH, way, signal));
			}
			cases.add(EndingCase.of(CLOSING_HANDLER, EndingMoment.HANDLER, Ending.SPRING_EXIT).inDrain(signal));
		}
		for (Ending way : List.of(Ending.SYSTEM_EXIT, Ending.SPRING_EXIT, Ending.SYSTEM_EXIT_OF_SPRING_EXIT,
				Ending.CLOSE)) {
			cases.add(EndingCase.of(EXIT_IN_START_UP, EndingMoment.POST_CONSTRUCT, way));
			cases.add(EndingCase.of(EXIT_IN_START_UP, EndingMoment.CONTEXT_REFRESHED, way));
			cases.add(EndingCase.of(LISTENER, EndingMoment.APPLICATION_READY, way));
			cases.add(EndingCase.of(LISTENER, EndingMoment.LISTENER_OF_HANDLER, way));
			cases.add(EndingCase.of(OTHER_HANDLER, EndingMoment.OTHER_HANDLER, way));
			cases.add(EndingCase.of(CLOSING, EndingMoment.HANDLER_WHILE_CLOSING, way));
			cases.add(EndingCase.of(FAILED, EndingMoment.HANDLER_AFTER_FAILED_REFRESH, way));
		}
		cases.add(EndingCase.of(MAIN, EndingMoment.MAIN, Ending.RETURN));
		return cases;
	}

}
