/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

/**
 * Entry point of the comparison: runs what the arguments say, by default all scenarios,
 * and ends the JVM.
 */
public final class ComparisonApplication {

	private ComparisonApplication() {
	}

	public static void main(String[] args) {
		System.exit(ComparisonCommand.of(args).orElseGet(ComparisonCommand::all).run(System.out));
	}

}
