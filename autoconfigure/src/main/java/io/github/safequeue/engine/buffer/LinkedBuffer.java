/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An {@link QueueBuffer} without limit: a linked list whose tail is claimed by
 * compare-and-set and linked by a plain step afterwards, as in D. Vyukov's MPSC queue,
 * with a compare-and-set in place of his exchange so that it can be closed: a closed tail
 * is one more node that says so. Each node carries its index and knows the one before it:
 * a taker that finds a node not linked yet links it, so that no submitter holds up
 * others.
 *
 * <p>
 * Takers claim by compare-and-set on the head, as in the queue of M. Michael and M.
 * Scott. A submitter allocates one node for an element.
 */
final class LinkedBuffer extends QueueBuffer {

	private static final VarHandle TAIL;

	private static final VarHandle HEAD;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			TAIL = lookup.findVarHandle(LinkedBuffer.class, "tail", LinkedNode.class);
			HEAD = lookup.findVarHandle(LinkedBuffer.class, "head", LinkedNode.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile LinkedNode tail = new LinkedNode.Plain(null, false);

	volatile LinkedNode head = this.tail;

	private final LinkedNode closing = new LinkedNode.Plain(null, true);

	@Override
	public Admission offer(Object element) {
		return leave(new LinkedNode.Plain(element, false));
	}

	@Override
	public Admission offerPreallocated(LinkedNode element) {
		return leave(element);
	}

	private Admission leave(LinkedNode node) {
		for (;;) {
			LinkedNode last = this.tail;
			if (last.closing) {
				return Admission.CLOSED;
			}
			node.count = last.count + 1;
			node.previous = last;
			if (TAIL.compareAndSet(this, last, node)) {
				last.next = node;
				return Admission.ACCEPTED;
			}
		}
	}

	@Override
	public @Nullable Object poll() {
		for (;;) {
			LinkedNode first = this.head;
			LinkedNode next = first.next;
			if (next == null) {
				next = findUnlinked(first);
			}
			if (next == null) {
				if (first == this.head) {
					return null;
				}
				continue;
			}
			// Read before the claim; a taker that loses the claim does not use it.
			Object element = next.element;
			if (HEAD.compareAndSet(this, first, next)) {
				next.element = null;
				next.previous = null;
				// Keeps a node that has grown old from holding younger ones.
				first.next = null;
				return element;
			}
		}
	}

	/**
	 * Find the node behind another from the tail, and link it in its submitter's place.
	 */
	private @Nullable LinkedNode findUnlinked(LinkedNode first) {
		LinkedNode node = this.tail;
		if (node == first) {
			return null;
		}
		LinkedNode previous = node.previous;
		while (previous != null && previous != first) {
			node = previous;
			previous = node.previous;
		}
		if (previous == null || node.closing) {
			return null;
		}
		first.next = node;
		return node;
	}

	@Override
	public int poll(List<Object> target, int max) {
		int taken = 0;
		while (taken < max) {
			if (!hasRoom(target, taken)) {
				break;
			}
			Object element = poll();
			if (element == null) {
				break;
			}
			target.add(element);
			taken++;
		}
		return taken;
	}

	/**
	 * Make room for one more before it is claimed: no error may come between the two, nor
	 * keep from the caller what was taken before.
	 */
	private static boolean hasRoom(List<Object> target, int taken) {
		try {
			makeRoom(target, 1);
			return true;
		}
		catch (OutOfMemoryError ex) {
			if (taken == 0) {
				throw ex;
			}
			return false;
		}
	}

	/** From the tail: each node that waits knows the one before it. */
	@Override
	public void peek(List<Object> target) {
		int start = target.size();
		LinkedNode first = this.head;
		for (LinkedNode node = this.tail; node != null && node != first; node = node.previous) {
			Object element = node.element;
			if (element != null) {
				target.add(start, element);
			}
		}
	}

	@Override
	public long accepted() {
		return this.tail.count;
	}

	@Override
	public long taken() {
		return this.head.count;
	}

	@Override
	public boolean closeAt(long accepted) {
		LinkedNode last = this.tail;
		return last.closing || (last.count == accepted && close(last));
	}

	@Override
	public void close() {
		LinkedNode last = this.tail;
		while (!last.closing && !close(last)) {
			last = this.tail;
		}
	}

	/** Locked, since there is one closing node: closing needs no memory. */
	private synchronized boolean close(LinkedNode last) {
		if (last.closing) {
			return true;
		}
		this.closing.count = last.count;
		this.closing.previous = last;
		return TAIL.compareAndSet(this, last, this.closing);
	}

	@Override
	public boolean isClosed() {
		return this.tail.closing;
	}

	@Override
	public void reopen() {
		LinkedNode last = this.tail;
		LinkedNode previous = last.previous;
		if (last.closing && previous != null) {
			TAIL.compareAndSet(this, last, previous);
		}
	}

	@Override
	public int capacity() {
		return Integer.MAX_VALUE;
	}

}
