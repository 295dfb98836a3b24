package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A word alone in its cache line, for what some threads write often while others read
 * something else. Any thread may call everything; all access is volatile.
 */
@SuppressWarnings("unused") // the padding
final class PaddedLong extends PaddedLongWord {

	private long b00, b01, b02, b03, b04, b05, b06, b07;

	PaddedLong() {
	}

	long get() {
		return this.word;
	}

	void set(long value) {
		this.word = value;
	}

	void add(long value) {
		WORD.getAndAdd(this, value);
	}

	boolean compareAndSet(long expected, long value) {
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
