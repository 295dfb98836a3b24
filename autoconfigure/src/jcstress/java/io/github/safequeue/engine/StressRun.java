/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs the stress tests, with the arguments of jcstress. Fails if an outcome is
 * forbidden, if nothing was run, and if a weakened variant did not show its defect in
 * several tries: so short a run proves nothing about the others either.
 */
public final class StressRun {

	private static final int MORE_TRIES = 5;

	private StressRun() {
	}

	public static void main(String[] args) throws Exception {
		List<String> unseen = run(List.of(args));
		for (int i = 0; i < MORE_TRIES && !unseen.isEmpty(); i++) {
			unseen = run(only(unseen, args));
		}
		if (!unseen.isEmpty()) {
			throw new IllegalStateException("Did not show their defect, run longer: " + unseen);
		}
	}

	/** Run once, and return the weakened variants that did not show their defect. */
	private static List<String> run(List<String> args) throws Exception {
		Options options = new Options(args.toArray(String[]::new));
		if (!options.parse()) {
			throw new IllegalArgumentException("Not understood: " + args);
		}
		// Throws if an outcome is forbidden; returns if it finds nothing to run.
		new JCStress(options).run();
		InProcessCollector results = new InProcessCollector();
		DiskReadCollector file = new DiskReadCollector(options.getResultFile(), results);
		file.dump();
		file.close();
		Map<String, Boolean> interesting = new TreeMap<>();
		for (TestResult result : results.getTestResults()) {
			interesting.merge(result.getName(), result.grading().hasInteresting, Boolean::logicalOr);
		}
		if (interesting.isEmpty()) {
			throw new IllegalStateException("No test was run");
		}
		return interesting.keySet()
			.stream()
			.filter((name) -> name.contains(".Weakened") && !interesting.get(name))
			.toList();
	}

	/** The same arguments, for these tests. */
	private static List<String> only(List<String> tests, String[] args) {
		List<String> some = new ArrayList<>(List.of(args));
		int filter = some.indexOf("-t");
		if (filter >= 0) {
			some.subList(filter, filter + 2).clear();
		}
		some.add("-t");
		some.add(String.join("|", tests));
		return some;
	}

}
