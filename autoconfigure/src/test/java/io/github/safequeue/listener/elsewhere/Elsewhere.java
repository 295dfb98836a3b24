package io.github.safequeue.listener.elsewhere;

import io.github.safequeue.listener.HiddenListener;

/**
 * Has a listener that its proxy, which is of this package, cannot override.
 */
public class Elsewhere extends HiddenListener {

}
