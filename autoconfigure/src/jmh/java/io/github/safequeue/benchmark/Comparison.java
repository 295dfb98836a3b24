/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Throughput of all contenders in all settings, as rates and as ratios to the first of
 * them, medians over all rounds of several JVMs. The options, with their defaults:
 * {@code producers=1,2,4,8 capacity=1024,65536 work=0,1000} (the handler's, in
 * nanoseconds) {@code contenders=...} (see {@link Entry})
 * {@code forks=2 rounds=9 millis=100 name=comparison jvm=} (options of the JVM)
 * {@code baseline=} (another build of the library that takes part, see {@link Baseline}).
 */
public final class Comparison {

	private Comparison() {
	}

	/**
	 * Measure, print and write.
	 * @param args the options
	 * @throws Exception if a JVM fails
	 */
	public static void main(String... args) throws Exception {
		Options options = new Options(args);
		List<Sample> samples = new ArrayList<>();
		int forks = options.get("forks", 2);
		int rounds = options.get("rounds", 9);
		for (int fork = 0; fork < forks; fork++) {
			int first = fork * rounds;
			for (Sample sample : fork(options, fork, args)) {
				samples.add(sample.inRound(first + sample.round()));
			}
		}
		new ComparisonReport(options.get("name", "comparison"), samples).write();
	}

	private static List<Sample> fork(Options options, int fork, String[] args)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
				System.getProperty("java.class.path"), "-Xms1g", "-Xmx1g"));
		command.addAll(Stream.of(options.get("jvm", "").split(",", -1)).filter((option) -> !option.isEmpty()).toList());
		command.add(ComparisonFork.class.getName());
		command.addAll(List.of(args));
		command.add("fork=" + fork);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		List<Sample> samples = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (Sample.isLine(line)) {
					samples.add(Sample.ofLine(line));
				}
				else {
					System.out.println(line);
				}
			}
		}
		int exit = process.waitFor();
		if (exit != 0) {
			throw new IllegalStateException("A JVM ended with " + exit);
		}
		return samples;
	}

}
