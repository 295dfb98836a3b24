package io.github.safequeue.sample.tale;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A scene whose sides are played in JVMs of their own, since one of them may never end.
 */
abstract class ForkedScene implements Scene {

	private static final long TELLING_NANOS = 20_000_000;

	private final String id;

	private final List<Side> sides;

	ForkedScene(String id, Side... sides) {
		this.id = id;
		this.sides = List.of(sides);
	}

	@Override
	public final String id() {
		return this.id;
	}

	/**
	 * Play a side in a JVM of its own.
	 * @param name the name of the side
	 * @return what it told
	 */
	final Outcome fork(String name) {
		return Fork.play(this.id, side(name));
	}

	/**
	 * Play a side in this JVM. It may never come back.
	 * @param name the name of the side
	 * @param out where to tell the figures
	 * @throws Exception if the figures could not be measured
	 */
	final void play(String name, PrintStream out) throws Exception {
		Progress progress = new Progress(out);
		Thread teller = new Thread(() -> {
			while (!Thread.interrupted()) {
				progress.tell();
				LockSupport.parkNanos(TELLING_NANOS);
			}
		}, "teller");
		teller.setDaemon(true);
		teller.start();
		side(name).play().play(progress);
		progress.show(Progress.ENDED, () -> true);
		progress.tell();
	}

	private Side side(String name) {
		return this.sides.stream()
			.filter((side) -> side.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Scene '" + this.id + "' has no side '" + name + "'"));
	}

}
