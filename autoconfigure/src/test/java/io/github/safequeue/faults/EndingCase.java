/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.safequeue.testing.ForkedJvm;

/**
 * One end of an {@link EndingApplication}, and what is expected of it.
 *
 * @param fault what the campaign calls it
 * @param moment where the application stands
 * @param way what it does there
 * @param signals what it is sent there
 * @param signalsInDrain what it is sent while it drains
 * @param early whether the signals are sent before there are beans
 */
record EndingCase(String fault, EndingMoment moment, Ending way, List<String> signals, List<String> signalsInDrain,
		boolean early) {

	private static final Set<EndingMoment> REFRESH = Set.of(EndingMoment.POST_CONSTRUCT_BEFORE_HANDLER,
			EndingMoment.POST_CONSTRUCT, EndingMoment.CONTEXT_REFRESHED, EndingMoment.HANDLER_AFTER_FAILED_REFRESH);

	static EndingCase of(String fault, EndingMoment moment, Ending way, String... signals) {
		return new EndingCase(fault, moment, way, endingSignals(signals), List.of(), false);
	}

	EndingCase inDrain(String... signals) {
		return new EndingCase(this.fault, this.moment, this.way, this.signals, endingSignals(signals), this.early);
	}

	EndingCase early(String... signals) {
		return new EndingCase(this.fault, this.moment, this.way, endingSignals(signals), this.signalsInDrain, true);
	}

	private static List<String> endingSignals(String... signals) {
		return List.of(signals).stream().map(ForkedJvm::endingSignal).toList();
	}

	ForkedJvm start(Path figures, Path gate, boolean virtualThreads) {
		List<Object> args = new ArrayList<>(List.of(figures, this.moment, this.way, "--moment=" + this.moment,
				"--way=" + this.way, "--safequeue.shutdown.drain-timeout=10m",
				"--spring.threads.virtual.enabled=" + virtualThreads));
		if (this.early) {
			args.add("--signal-early=true");
		}
		else if (!this.signals.isEmpty() && !isWaiting()) {
			args.add("--signal-first=true");
		}
		if (!this.signalsInDrain.isEmpty()) {
			args.add("--gate=" + gate);
		}
		return ForkedJvm.start(EndingApplication.class, args.toArray());
	}

	private boolean isWaiting() {
		return switch (this.way) {
			case AWAIT_SIGNAL, AWAIT_INTERRUPT, STICK -> true;
			default -> false;
		};
	}

	/** The codes it may exit with: the JVM serves signals in no certain order. */
	List<Integer> exitCodes() {
		List<String> first = this.signals.isEmpty() ? this.signalsInDrain : this.signals;
		if (!first.isEmpty()) {
			return first.stream().map(ForkedJvm::exitCodeAfter).toList();
		}
		return List.of(switch (this.way) {
			case SYSTEM_EXIT, SYSTEM_EXIT_OF_SPRING_EXIT -> Ending.CODE;
			case THROW -> 1;
			default -> isInRefresh() ? 1 : 0;
		});
	}

	private boolean isInRefresh() {
		return REFRESH.contains(this.moment);
	}

	/** How many handler calls never return. */
	int leftBehind() {
		return (this.moment.isInHandler() && this.way.name().startsWith("SYSTEM_EXIT")) ? 1 : 0;
	}

	/** Whether there is no way to handle all: it has to be told. */
	boolean isTold() {
		return switch (this.moment) {
			case POST_CONSTRUCT_BEFORE_HANDLER -> this.way != Ending.AWAIT_SIGNAL;
			case POST_CONSTRUCT -> this.way == Ending.STICK || this.way == Ending.SYSTEM_EXIT;
			default -> false;
		};
	}

	/**
	 * Whether Spring may give up the context. What workers do until then is handled. A
	 * thread that waits in a refresh is interrupted and has 10 ms to leave, which is too
	 * short on a busy machine.
	 */
	boolean mayBeTold() {
		return isTold() || (this.moment == EndingMoment.POST_CONSTRUCT && this.way == Ending.AWAIT_INTERRUPT)
				|| (this.moment == EndingMoment.CONTEXT_REFRESHED
						&& (this.way == Ending.STICK || this.way == Ending.SYSTEM_EXIT));
	}

}
