/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.WorkerSnapshot;

/**
 * Puts into words where a handler call stands: the state of its thread, and the top
 * frames of its stack that are the application's.
 */
final class WhereItStands {

	private static final int FRAMES = 5;

	private static final List<String> OF_OTHERS = List.of("org.springframework.",
			SafeQueue.class.getPackageName() + ".");

	private WhereItStands() {
	}

	/** Describe in one line. */
	static String of(WorkerSnapshot worker) {
		if (worker.threadState() == null) {
			return "its thread has not begun to run";
		}
		List<StackTraceElement> call = call(worker.stack());
		List<StackTraceElement> shown = select(call, WhereItStands::isOfTheApplication);
		if (shown.isEmpty()) {
			shown = select(call, WhereItStands::isWritten);
		}
		if (shown.isEmpty()) {
			shown = call;
		}
		return "it is " + worker.threadState()
				+ shown.stream()
					.limit(FRAMES)
					.map(WhereItStands::inWords)
					.collect(Collectors.joining(" < ", " at ", ""));
	}

	/** What was called last, without the part of the stack that leads to the handler. */
	private static List<StackTraceElement> call(List<StackTraceElement> stack) {
		for (int i = 1; i < stack.size(); i++) {
			if (stack.get(i).getClassName().equals(HandlerInvoker.class.getName())) {
				return stack.subList(0, i);
			}
		}
		return stack;
	}

	private static List<StackTraceElement> select(List<StackTraceElement> stack,
			Predicate<StackTraceElement> selection) {
		return stack.stream().filter(selection).toList();
	}

	private static boolean isOfTheApplication(StackTraceElement frame) {
		return isWritten(frame) && OF_OTHERS.stream().noneMatch(frame.getClassName()::startsWith);
	}

	/** Not the JDK's, and not made at run time, such as a proxy or a lambda. */
	private static boolean isWritten(StackTraceElement frame) {
		return !isOfTheJdk(frame) && !frame.getClassName().contains("$$");
	}

	private static boolean isOfTheJdk(StackTraceElement frame) {
		String module = frame.getModuleName();
		return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
	}

	private static String inWords(StackTraceElement frame) {
		return new StackTraceElement(frame.getClassName(), frame.getMethodName(), frame.getFileName(),
				frame.getLineNumber())
			.toString();
	}

}
