/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A word alone in its cache line, for what some threads write often while others read
 * something else. Any thread may call everything; access is volatile unless a method says
 * otherwise.
 */
@SuppressWarnings("unused") // the padding
public final class PaddedLong extends PaddedLongWord {

	private long b00, b01, b02, b03, b04, b05, b06, b07;

	/**
	 * Create a word of value 0.
	 */
	public PaddedLong() {
	}

	/**
	 * Return the value.
	 * @return the value
	 */
	public long get() {
		return this.word;
	}

	/**
	 * Store a value.
	 * @param value the value
	 */
	public void set(long value) {
		this.word = value;
	}

	/**
	 * Store a value behind all earlier writes, without a fence after it.
	 * @param value the value
	 */
	public void setRelease(long value) {
		WORD.setRelease(this, value);
	}

	/**
	 * Add to the value.
	 * @param value how much to add
	 */
	public void add(long value) {
		WORD.getAndAdd(this, value);
	}

	/**
	 * Store a value in place of an expected one.
	 * @param expected the expected value
	 * @param value the new value
	 * @return whether the expected value was there
	 */
	public boolean compareAndSet(long expected, long value) {
		return WORD.compareAndSet(this, expected, value);
	}

}

@SuppressWarnings("unused") // the padding
abstract class PaddedLongBefore {

	private long a00, a01, a02, a03, a04, a05, a06, a07;

}

abstract class PaddedLongWord extends PaddedLongBefore {

	static final VarHandle WORD = handle();

	volatile long word;

	private static VarHandle handle() {
		try {
			return MethodHandles.lookup().findVarHandle(PaddedLongWord.class, "word", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

}
