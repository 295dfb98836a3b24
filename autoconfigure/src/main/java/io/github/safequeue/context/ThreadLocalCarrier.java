/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.context;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.github.safequeue.ContextPropagator;

/**
 * Carries what the thread-local accessors of a {@link ContextRegistry} give, and the MDC,
 * for which the registry has none unless the application adds it. The registry is not
 * changed.
 *
 * <p>
 * What is set first is given back last, and the MDC is set first: tracing writes its
 * identifiers into the MDC when an observation's scope opens and puts back what it found
 * when the scope closes. In any other order they would stay behind on the thread.
 *
 * <p>
 * Any thread.
 */
public final class ThreadLocalCarrier implements ContextPropagator {

	private static final Scope UNCHANGED = () -> {
	};

	private static final boolean SLF4J = ClassUtils.isPresent("org.slf4j.MDC",
			ThreadLocalCarrier.class.getClassLoader());

	private final ContextRegistry registry;

	private final @Nullable ThreadLocalAccessor<?> mdc;

	/**
	 * Create a carrier.
	 * @param registry knows what is to be carried
	 */
	public ThreadLocalCarrier(ContextRegistry registry) {
		this.registry = registry;
		this.mdc = (SLF4J) ? new MdcAccessor() : null;
	}

	/** The MDC, unless the application has its own way with it, then the others. */
	private List<ThreadLocalAccessor<?>> accessors() {
		List<ThreadLocalAccessor<?>> registered = this.registry.getThreadLocalAccessors();
		ThreadLocalAccessor<?> first = this.mdc;
		List<ThreadLocalAccessor<?>> accessors = new ArrayList<>(registered.size() + 1);
		for (ThreadLocalAccessor<?> accessor : registered) {
			if (accessor.key().equals(Slf4jThreadLocalAccessor.KEY)) {
				first = accessor;
			}
			else {
				accessors.add(accessor);
			}
		}
		if (first != null) {
			accessors.add(0, first);
		}
		return accessors;
	}

	@Override
	public @Nullable Object capture() {
		List<Value> values = null;
		for (ThreadLocalAccessor<?> accessor : accessors()) {
			Object value = accessor.getValue();
			if (value != null) {
				values = (values != null) ? values : new ArrayList<>(4);
				values.add(new Value(accessor.key(), value));
			}
		}
		return (values != null) ? new Captured(values) : null;
	}

	@Override
	public Scope open(@Nullable Object captured) {
		Captured values = (captured != null) ? (Captured) captured : Captured.NOTHING;
		List<Change<?>> changes = null;
		try {
			for (ThreadLocalAccessor<?> accessor : accessors()) {
				Change<?> change = Change.to(accessor, values.get(accessor.key()));
				if (change != null) {
					changes = (changes != null) ? changes : new ArrayList<>(4);
					changes.add(change);
					change.make();
				}
			}
		}
		catch (Throwable ex) {
			if (changes != null) {
				undo(changes, ex);
			}
			throw ex;
		}
		return (changes != null) ? undoing(changes) : UNCHANGED;
	}

	private static Scope undoing(List<Change<?>> changes) {
		return () -> undo(changes, null);
	}

	/** Undo all, whatever one of them throws, and then throw what was first. */
	private static void undo(List<Change<?>> changes, @Nullable Throwable cause) {
		RuntimeException failure = null;
		for (int i = changes.size() - 1; i >= 0; i--) {
			try {
				changes.get(i).undo();
			}
			catch (Throwable ex) {
				failure = (failure != null) ? failure : new IllegalStateException(
						"The thread local '%s' was not given back".formatted(changes.get(i).accessor.key()), ex);
			}
		}
		if (failure != null && cause == null) {
			throw failure;
		}
	}

	/**
	 * What one accessor gave.
	 *
	 * @param key the accessor's key
	 * @param value the value
	 */
	private record Value(Object key, Object value) {
	}

	/**
	 * What was captured. Shows nothing of it.
	 *
	 * @param values what the accessors gave
	 */
	private record Captured(List<Value> values) {

		static final Captured NOTHING = new Captured(List.of());

		@Nullable Object get(Object key) {
			for (Value value : this.values) {
				if (value.key().equals(key)) {
					return value.value();
				}
			}
			return null;
		}

		@Override
		public String toString() {
			return "Captured";
		}

	}

	/** A thread local that gets another value for a while, or none. */
	private static final class Change<V> {

		private final ThreadLocalAccessor<V> accessor;

		private final @Nullable V before;

		private final @Nullable V value;

		private Change(ThreadLocalAccessor<V> accessor, @Nullable V before, @Nullable V value) {
			this.accessor = accessor;
			this.before = before;
			this.value = value;
		}

		/** The change to a value, or {@code null} where nothing is and nothing comes. */
		@SuppressWarnings("unchecked") // the accessor gave the value
		static <V> @Nullable Change<V> to(ThreadLocalAccessor<V> accessor, @Nullable Object value) {
			V before = accessor.getValue();
			return (before == null && value == null) ? null : new Change<>(accessor, before, (V) value);
		}

		void make() {
			if (this.value != null) {
				this.accessor.setValue(this.value);
			}
			else {
				this.accessor.setValue();
			}
		}

		void undo() {
			if (this.before != null) {
				this.accessor.restore(this.before);
			}
			else {
				this.accessor.restore();
			}
		}

	}

}
