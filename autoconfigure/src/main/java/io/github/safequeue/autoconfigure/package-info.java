/**
 * Auto-configurations, properties, customizers and failure analyzers. Nothing else in the
 * library knows this package.
 */
@NullMarked
package io.github.safequeue.autoconfigure;

import org.jspecify.annotations.NullMarked;
