package io.github.safequeue.sample.tale;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the command line wants of the tale: {@code --tale} for all of it,
 * {@code --tale=<scene>} for one scene. A JVM that plays one side for another JVM is
 * started with {@code --tale-side=<scene>:<side>}, one that plays a scene for another JVM
 * with {@code --tale-scene=<scene>}.
 */
public final class TaleCommand {

	private static final String TALE = "--tale";

	private static final String ONE_SCENE = "--tale=";

	private static final String ONE_SIDE = "--tale-side=";

	private static final String SCENE_FOR_ANOTHER = "--tale-scene=";

	private final String argument;

	private TaleCommand(String argument) {
		this.argument = argument;
	}

	/**
	 * Look for a command.
	 * @param args the arguments of the command line
	 * @return the command, if there is one
	 */
	public static Optional<TaleCommand> of(String... args) {
		return Arrays.stream(args)
			.filter((arg) -> arg.equals(TALE) || arg.startsWith(ONE_SCENE) || arg.startsWith(ONE_SIDE)
					|| arg.startsWith(SCENE_FOR_ANOTHER))
			.findFirst()
			.map(TaleCommand::new);
	}

	static String side(String scene, String side) {
		return ONE_SIDE + scene + ":" + side;
	}

	static String scene(String scene) {
		return SCENE_FOR_ANOTHER + scene;
	}

	/**
	 * Run the command. Does not return where it plays a side.
	 * @param out where to print
	 * @return the exit status: 0 if SafeQueue kept every promise, 1 if not, 2 if there is
	 * no such scene
	 */
	public int run(PrintStream out) {
		Tale tale = Tale.standard();
		if (this.argument.equals(TALE)) {
			return tale.play(out);
		}
		if (this.argument.startsWith(ONE_SIDE)) {
			String[] names = this.argument.substring(ONE_SIDE.length()).split(":", 2);
			return playSide(tale, names[0], names[names.length - 1], out);
		}
		if (this.argument.startsWith(SCENE_FOR_ANOTHER)) {
			endWithParent();
			SceneJvm.tell(tale.scene(this.argument.substring(SCENE_FOR_ANOTHER.length())).orElseThrow().run(), out);
			return 0;
		}
		String id = this.argument.substring(ONE_SCENE.length());
		return tale.only(id).map((found) -> found.play(out)).orElseGet(() -> unknown(tale, id, out));
	}

	private static int unknown(Tale tale, String id, PrintStream out) {
		out.printf("No scene is called '%s'. There are: %s%n", id,
				tale.scenes().stream().map(Scene::id).collect(Collectors.joining(", ")));
		return 2;
	}

	private static int playSide(Tale tale, String scene, String side, PrintStream out) {
		endWithParent();
		int status = 1;
		try {
			((ForkedScene) tale.scene(scene).orElseThrow()).play(side, out);
			status = 0;
		}
		catch (Throwable ex) {
			ex.printStackTrace(out);
			out.flush();
		}
		// Threads that are stuck are left as they are: no shutdown hook waits for them.
		Runtime.getRuntime().halt(status);
		return status;
	}

	/** End this JVM when the one that started it is gone. */
	private static void endWithParent() {
		Thread watch = new Thread(() -> {
			try {
				System.in.transferTo(OutputStream.nullOutputStream());
			}
			catch (IOException ex) {
				// As good as gone.
			}
			Runtime.getRuntime().halt(1);
		}, "parent watch");
		watch.setDaemon(true);
		watch.start();
	}

}
