package io.github.safequeue.sample.tale;

import java.io.PrintStream;
import java.util.List;

/**
 * Plays scenes one after the other and prints what each measured.
 */
public final class Tale {

	private final List<Scene> scenes;

	Tale(List<Scene> scenes) {
		this.scenes = List.copyOf(scenes);
	}

	/**
	 * Return the tale with all scenes.
	 * @return the tale
	 */
	public static Tale standard() {
		return new Tale(List.of(new LastOrdersScene()));
	}

	/**
	 * Play all scenes.
	 * @param out where to print
	 * @return the exit status: 0 if SafeQueue kept every promise in every scene, else 1
	 */
	public int play(PrintStream out) {
		boolean kept = true;
		for (int i = 0; i < this.scenes.size(); i++) {
			kept &= play(i + 1, this.scenes.get(i), out);
		}
		out.println(kept ? "SafeQueue kept every promise." : "SafeQueue broke a promise.");
		out.flush();
		return kept ? 0 : 1;
	}

	private static boolean play(int number, Scene scene, PrintStream out) {
		out.printf("%nScene %d: %s%n%n", number, scene.name());
		scene.explanation().lines().forEach((line) -> out.println("  " + line));
		out.println();
		out.flush();
		try {
			SceneResult result = scene.run();
			result.table().lines().forEach((line) -> out.println("  " + line));
			out.println();
			result.brokenPromises().forEach((promise) -> out.println("  Broken: " + promise));
			return result.kept();
		}
		catch (RuntimeException ex) {
			ex.printStackTrace(out);
			return false;
		}
	}

}
