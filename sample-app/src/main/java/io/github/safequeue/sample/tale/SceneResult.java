package io.github.safequeue.sample.tale;

import java.util.List;

/**
 * What a scene measured.
 *
 * @param table the figures, side by side
 * @param brokenPromises what SafeQueue promised and did not keep, empty if it kept all
 */
public record SceneResult(ResultTable table, List<String> brokenPromises) {

	public SceneResult {
		brokenPromises = List.copyOf(brokenPromises);
	}

	/**
	 * Return whether SafeQueue kept every promise.
	 * @return whether no promise was broken
	 */
	public boolean kept() {
		return this.brokenPromises.isEmpty();
	}

}
