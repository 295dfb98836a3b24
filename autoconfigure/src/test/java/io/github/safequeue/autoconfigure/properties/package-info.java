/**
 * Tests of the configuration properties, of their metadata and of their guide.
 */
@NullMarked
package io.github.safequeue.autoconfigure.properties;

import org.jspecify.annotations.NullMarked;
