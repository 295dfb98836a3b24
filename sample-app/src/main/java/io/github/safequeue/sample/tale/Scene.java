package io.github.safequeue.sample.tale;

/**
 * One scene of the tale.
 */
public interface Scene {

	/**
	 * Return what the scene shows, in a few words.
	 * @return the name
	 */
	String name();

	/**
	 * Return what happens in the scene.
	 * @return a few lines of text
	 */
	String explanation();

	/**
	 * Play the scene.
	 * @return what was measured
	 */
	SceneResult run();

}
