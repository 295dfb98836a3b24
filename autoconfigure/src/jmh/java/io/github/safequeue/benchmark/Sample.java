/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.benchmark;

/**
 * What was measured in one round.
 *
 * @param setting the circumstances
 * @param contender whose turn it was
 * @param round the round; a ratio is that of two samples of one round
 * @param items how many items were moved
 * @param nanos how long it took
 */
record Sample(Setting setting, String contender, int round, long items, long nanos) {

	private static final String MARK = "SAMPLE";

	double rate() {
		return this.items * 1000.0 / this.nanos;
	}

	Sample inRound(int round) {
		return new Sample(this.setting, this.contender, round, this.items, this.nanos);
	}

	String toLine() {
		return "%s;%d;%d;%d;%s;%d;%d;%d".formatted(MARK, this.setting.producers(), this.setting.capacity(),
				this.setting.work(), this.contender, this.round, this.items, this.nanos);
	}

	static boolean isLine(String line) {
		return line.startsWith(MARK);
	}

	static Sample ofLine(String line) {
		String[] parts = line.split(";", -1);
		Setting setting = new Setting(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]),
				Integer.parseInt(parts[3]));
		return new Sample(setting, parts[4], Integer.parseInt(parts[5]), Long.parseLong(parts[6]),
				Long.parseLong(parts[7]));
	}

}
