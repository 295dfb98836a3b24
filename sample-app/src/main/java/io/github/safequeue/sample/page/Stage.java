package io.github.safequeue.sample.page;

import java.util.function.BooleanSupplier;

import io.github.safequeue.sample.tale.Scene;
import io.github.safequeue.sample.tale.SceneResult;

/**
 * Where scenes are played.
 */
@FunctionalInterface
interface Stage {

	/**
	 * Play a scene.
	 * @param scene the scene
	 * @param stopped whether to stop it
	 * @return what was measured
	 * @throws InterruptedException if it was stopped
	 */
	SceneResult play(Scene scene, BooleanSupplier stopped) throws InterruptedException;

}
