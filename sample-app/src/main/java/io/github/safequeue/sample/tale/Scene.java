package io.github.safequeue.sample.tale;

/**
 * One scene of the tale. Each can be played by itself, by any thread, one at a time.
 */
public interface Scene {

	/**
	 * Return the word that the scene is chosen by.
	 * @return lower case letters and hyphens
	 */
	String id();

	/**
	 * Return what the scene shows, in a few words.
	 * @return the title
	 */
	String title();

	/**
	 * Return what happens in the scene.
	 * @return one sentence
	 */
	String story();

	/**
	 * Play the scene.
	 * @return what was measured
	 */
	SceneResult run();

}
