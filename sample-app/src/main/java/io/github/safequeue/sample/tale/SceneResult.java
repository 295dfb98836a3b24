package io.github.safequeue.sample.tale;

import java.util.List;

/**
 * What a scene measured.
 *
 * @param table the figures, side by side
 * @param others the figure that matters most, of what SafeQueue is compared with
 * @param safeQueue the same figure of SafeQueue
 * @param brokenPromises what SafeQueue promised and did not keep, empty if it kept all
 */
public record SceneResult(ResultTable table, String others, String safeQueue, List<String> brokenPromises) {

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
