package io.github.safequeue.sample.tale;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plays scenes one after the other and prints what each measured, at the end once more in
 * one table.
 */
public final class Tale {

	private static final int WIDTH = 88;

	private final List<Scene> scenes;

	Tale(List<Scene> scenes) {
		this.scenes = List.copyOf(scenes);
	}

	/**
	 * Return the tale with all scenes.
	 * @return the tale
	 */
	public static Tale standard() {
		return new Tale(List.of(new CounterScene(), new TwoLocksScene(), new CollectedScene(), new LoggingScene(),
				new PoolScene(), new SignalScene(), new LastOrdersScene()));
	}

	/**
	 * Return the scenes in their order.
	 * @return the scenes
	 */
	public List<Scene> scenes() {
		return this.scenes;
	}

	/**
	 * Look for a scene.
	 * @param id the scene's id
	 * @return the scene, if there is one
	 */
	public Optional<Scene> scene(String id) {
		return this.scenes.stream().filter((scene) -> scene.id().equals(id)).findFirst();
	}

	/**
	 * Return the tale with one of its scenes only.
	 * @param id the scene's id
	 * @return the tale, if there is such a scene
	 */
	public Optional<Tale> only(String id) {
		return scene(id).map((scene) -> new Tale(List.of(scene)));
	}

	/**
	 * Play all scenes.
	 * @param out where to print
	 * @return the exit status: 0 if SafeQueue kept every promise in every scene, else 1
	 */
	public int play(PrintStream out) {
		boolean kept = true;
		List<List<String>> summary = new ArrayList<>();
		for (int i = 0; i < this.scenes.size(); i++) {
			Scene scene = this.scenes.get(i);
			Optional<SceneResult> result = play(i + 1, scene, out);
			kept &= result.map(SceneResult::kept).orElse(false);
			summary.add(List.of(scene.title(), result.map(SceneResult::others).orElse("not measured"),
					result.map(SceneResult::safeQueue).orElse("not measured")));
		}
		if (this.scenes.size() > 1) {
			out.printf("%nWhat was measured in this run%n%n");
			print(new ResultTable(List.of("", "beside it", "SafeQueue"), summary), out);
			out.printf("Stopped: made no step for seconds, or was seen in a deadlock, and was ended.%n");
		}
		out.println(kept ? "SafeQueue kept every promise." : "SafeQueue broke a promise.");
		out.flush();
		return kept ? 0 : 1;
	}

	private static Optional<SceneResult> play(int number, Scene scene, PrintStream out) {
		out.printf("%nScene %d: %s (--tale=%s)%n%n", number, scene.title(), scene.id());
		wrap(scene.story()).forEach((line) -> out.println("  " + line));
		out.println();
		out.flush();
		try {
			SceneResult result = scene.run();
			print(result.table(), out);
			result.brokenPromises().forEach((promise) -> out.println("  Broken: " + promise));
			return Optional.of(result);
		}
		catch (RuntimeException ex) {
			ex.printStackTrace(out);
			return Optional.empty();
		}
	}

	private static void print(ResultTable table, PrintStream out) {
		table.lines().forEach((line) -> out.println("  " + line));
		out.println();
	}

	private static List<String> wrap(String text) {
		List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		for (String word : text.split(" ", -1)) {
			if (line.length() + word.length() >= WIDTH) {
				lines.add(line.toString());
				line.setLength(0);
			}
			line.append(line.isEmpty() ? "" : " ").append(word);
		}
		lines.add(line.toString());
		return lines;
	}

}
