/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reduces the samples of a {@link Comparison} to a table for each setting. A queue of
 * another build is compared with the same queue of this one.
 */
final class ComparisonReport {

	private final String name;

	private final Map<Setting, Map<String, Map<Integer, Double>>> rates = new LinkedHashMap<>();

	ComparisonReport(String name, List<Sample> samples) {
		this.name = name;
		for (Sample sample : samples) {
			this.rates.computeIfAbsent(sample.setting(), (setting) -> new LinkedHashMap<>())
				.computeIfAbsent(sample.contender(), (contender) -> new LinkedHashMap<>())
				.put(sample.round(), sample.rate());
		}
	}

	void write() throws IOException {
		Results results = new Results(this.name);
		this.rates.forEach((setting, contenders) -> report(results, setting, contenders));
		results.write();
	}

	private static void report(Results results, Setting setting, Map<String, Map<Integer, Double>> contenders) {
		String reference = present(contenders, Entry.BARE, Entry.QUEUE);
		String ours = present(contenders, Entry.QUEUE);
		results.text("\n" + setting.inWords());
		results.head("", "million a second", "of " + reference,
				ours + ((contenders.keySet().stream().anyMatch(Entry::isBaseline)) ? ", or its twin," : "")
						+ " is that many times it");
		List<String> names = new ArrayList<>(contenders.keySet());
		names.sort((a, b) -> Double.compare(rate(contenders, b).median(), rate(contenders, a).median()));
		for (String name : names) {
			Range rate = rate(contenders, name);
			Range ratio = ratio(contenders, name, reference);
			String twin = (Entry.isBaseline(name)) ? Entry.twin(name) : ours;
			Range lead = ratio(contenders, present(contenders, twin, ours), name);
			results.cells(name, rate.median(), ratio.inWords(), lead.inWords());
			results.row("producers", setting.producers(), "capacity", setting.capacity(), "work", setting.work(),
					"contender", name, "rounds", contenders.get(name).size(), "rate", rate.median(), "rateLow",
					rate.low(), "rateHigh", rate.high(), "ratio", ratio.median(), "ratioLow", ratio.low(), "ratioHigh",
					ratio.high(), "lead", lead.median(), "leadLow", lead.low(), "leadHigh", lead.high());
		}
	}

	/** Return the first of these that was measured, else the first that was. */
	private static String present(Map<String, ?> contenders, String... names) {
		return Stream.of(names)
			.filter(contenders::containsKey)
			.findFirst()
			.orElseGet(() -> contenders.keySet().iterator().next());
	}

	private static Range rate(Map<String, Map<Integer, Double>> contenders, String name) {
		return Range.of(contenders.get(name).values());
	}

	/** Ratios within each round. */
	private static Range ratio(Map<String, Map<Integer, Double>> contenders, String name, String reference) {
		Map<Integer, Double> ours = contenders.get(name);
		Map<Integer, Double> theirs = contenders.get(reference);
		return Range.of(ours.keySet().stream().map((round) -> ours.get(round) / theirs.get(round)).toList());
	}

}
