package io.github.safequeue.sample.tale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import tools.jackson.databind.json.JsonMapper;

/**
 * Plays a whole scene in a JVM of its own. An application that is at work shares neither
 * its logging nor its heap with the scene, and can stop it at any time.
 */
public final class SceneJvm {

	private static final String PREFIX = "scene> ";

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static final long POLL_MILLIS = 20;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private SceneJvm() {
	}

	/**
	 * Play a scene. Any thread.
	 * @param scene the scene
	 * @param stopped asked again and again: whether to stop the scene
	 * @return what was measured
	 * @throws InterruptedException if the scene was stopped, or the current thread was
	 * interrupted, in both cases after the scene's JVM was ended
	 */
	public static SceneResult play(Scene scene, BooleanSupplier stopped) throws InterruptedException {
		try {
			Process process = Fork.jvm(TaleCommand.scene(scene.id())).start();
			try {
				return play(scene, process, stopped);
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static SceneResult play(Scene scene, Process process, BooleanSupplier stopped) throws InterruptedException {
		CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> read(process),
				(task) -> new Thread(task, "tale-scene-" + process.pid()).start());
		long start = System.nanoTime();
		while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
			if (stopped.getAsBoolean()) {
				throw new InterruptedException("Scene '%s' was stopped".formatted(scene.id()));
			}
			if (System.nanoTime() - start > LIMIT.toNanos()) {
				throw new IllegalStateException("Scene '%s' did not end within %s".formatted(scene.id(), LIMIT));
			}
		}
		return lines.join()
			.stream()
			.filter((line) -> line.startsWith(PREFIX))
			.findFirst()
			.map((line) -> JSON.readValue(line.substring(PREFIX.length()), SceneResult.class))
			.orElseThrow(() -> new IllegalStateException(
					"Scene '%s' failed: %s".formatted(scene.id(), String.join(System.lineSeparator(), lines.join()))));
	}

	private static List<String> read(Process process) {
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			return reader.lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Tell what was measured to the JVM that asked for it. */
	static void tell(SceneResult result, PrintStream out) {
		out.println(PREFIX + JSON.writeValueAsString(result));
		out.flush();
	}

}
