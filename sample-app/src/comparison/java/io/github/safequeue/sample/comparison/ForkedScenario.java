/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A scenario whose variants run in JVMs of their own, since one of them may never end.
 */
abstract class ForkedScenario implements Scenario {

	private static final long REPORT_NANOS = 20_000_000;

	private final String id;

	private final List<Variant> variants;

	ForkedScenario(String id, Variant... variants) {
		this.id = id;
		this.variants = List.of(variants);
	}

	@Override
	public final String id() {
		return this.id;
	}

	/**
	 * Run a variant in a JVM of its own.
	 * @param name the name of the variant
	 * @return the figures that it reported
	 */
	final Outcome fork(String name) {
		return Fork.run(this.id, variant(name));
	}

	/**
	 * Run a variant in this JVM. It may never return.
	 * @param name the name of the variant
	 * @param out where to report the figures
	 * @throws Exception if the figures could not be measured
	 */
	final void runVariant(String name, PrintStream out) throws Exception {
		Progress progress = new Progress(out);
		Thread reporter = new Thread(() -> {
			while (!Thread.interrupted()) {
				progress.report();
				LockSupport.parkNanos(REPORT_NANOS);
			}
		}, "reporter");
		reporter.setDaemon(true);
		reporter.start();
		variant(name).body().run(progress);
		progress.show(Progress.ENDED, () -> true);
		progress.report();
	}

	private Variant variant(String name) {
		return this.variants.stream()
			.filter((variant) -> variant.name().equals(name))
			.findFirst()
			.orElseThrow(
					() -> new IllegalArgumentException("Scenario '" + this.id + "' has no variant '" + name + "'"));
	}

}
