/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.autoconfigure.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the key that was probably meant: with letters that were mistaken, left out or
 * added, with a group that is missing or one too many, or with a name that was cut into
 * pieces.
 */
final class SimilarKey {

	private static final int GROUP = 4;

	private static final int CUT = 1;

	private static final int PART = 2;

	private static final int LIMIT = 6;

	private static final int NEVER = 1000;

	private final KnownKeys known;

	SimilarKey(KnownKeys known) {
		this.known = known;
	}

	/**
	 * Find a key.
	 * @param elements the elements of a key that is unknown
	 * @return the elements of the one that was probably meant, or {@code null}
	 */
	@Nullable List<String> find(List<String> elements) {
		List<String> best = null;
		int bestCost = LIMIT + 1;
		for (KnownKeys.Key key : this.known.all()) {
			Alignment alignment = align(elements, key.elements());
			if (alignment.cost() < bestCost) {
				bestCost = alignment.cost();
				best = alignment.meant();
			}
		}
		return best;
	}

	/** Align the elements with those of a known key, at the least cost. */
	private Alignment align(List<String> elements, List<String> candidate) {
		Alignment[][] best = new Alignment[elements.size() + 1][candidate.size() + 1];
		for (int i = 0; i <= elements.size(); i++) {
			for (int j = 0; j <= candidate.size(); j++) {
				Alignment least = new Alignment((i + j == 0) ? 0 : NEVER, List.of());
				if (i > 0) {
					least = least.or(best[i - 1][j].plus(GROUP, null));
				}
				if (j > 0 && j < candidate.size()) {
					least = least.or(best[i][j - 1].plus(GROUP, candidate.get(j - 1)));
				}
				for (int start = 0; start < i && j > 0; start++) {
					least = least.or(match(best[start][j - 1], elements, start, i, candidate.get(j - 1)));
				}
				best[i][j] = least;
			}
		}
		return best[elements.size()][candidate.size()];
	}

	/** Take some of the elements for one of the known key. */
	private Alignment match(Alignment before, List<String> elements, int start, int end, String candidate) {
		List<String> run = elements.subList(start, end);
		if (candidate.equals(KnownKeys.NAME)) {
			boolean groups = elements.subList((start == 0) ? 0 : start + 1, end).stream().anyMatch(this.known::isGroup);
			return before.plus(groups ? NEVER : CUT * (run.size() - 1), String.join(".", run));
		}
		return before.plus(cost(ConfiguredKey.join(run), QueueKeys.uniform(candidate)), candidate);
	}

	private int cost(String word, String meant) {
		if (isSimilar(word, meant)) {
			return distance(word, meant);
		}
		boolean part = word.length() > 3 && (meant.startsWith(word) || meant.endsWith(word));
		return (part && !this.known.isProperty(word)) ? PART : NEVER;
	}

	static boolean isSimilar(String word, String meant) {
		return distance(word, meant) <= Math.max(1, meant.length() / 3);
	}

	/**
	 * Count the letters to change, add, leave out or swap with the next one.
	 * @param one a word
	 * @param other another word
	 * @return how many changes make one of the other
	 */
	static int distance(String one, String other) {
		int[][] count = new int[one.length() + 1][other.length() + 1];
		Arrays.setAll(count[0], (j) -> j);
		for (int i = 1; i <= one.length(); i++) {
			count[i][0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int same = (one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1;
				count[i][j] = Math.min(Math.min(count[i - 1][j], count[i][j - 1]) + 1, count[i - 1][j - 1] + same);
				if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
						&& one.charAt(i - 2) == other.charAt(j - 1)) {
					count[i][j] = Math.min(count[i][j], count[i - 2][j - 2] + 1);
				}
			}
		}
		return count[one.length()][other.length()];
	}

	/**
	 * Elements, and what it takes to make them of others.
	 *
	 * @param cost how different they are
	 * @param meant the elements
	 */
	private record Alignment(int cost, List<String> meant) {

		Alignment plus(int cost, @Nullable String element) {
			List<String> meant = new ArrayList<>(this.meant);
			if (element != null) {
				meant.add(element);
			}
			return new Alignment(this.cost + cost, meant);
		}

		Alignment or(Alignment other) {
			return (other.cost < this.cost) ? other : this;
		}

	}

}
