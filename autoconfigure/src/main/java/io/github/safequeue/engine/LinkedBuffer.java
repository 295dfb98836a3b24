package io.github.safequeue.engine;

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
 * Scott. A submitter allocates one node for an item.
 */
final class LinkedBuffer extends QueueBuffer {

	private static final VarHandle TAIL;

	private static final VarHandle HEAD;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			TAIL = lookup.findVarHandle(LinkedBuffer.class, "tail", Node.class);
			HEAD = lookup.findVarHandle(LinkedBuffer.class, "head", Node.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile Node tail = new Node(null, false);

	volatile Node head = this.tail;

	private final Node closing = new Node(null, true);

	@Override
	int offer(Object item) {
		return leave(new Node(item, false));
	}

	@Override
	int offerPreallocated(PreallocatedEntry item) {
		return leave(item);
	}

	private int leave(Node node) {
		for (;;) {
			Node last = this.tail;
			if (last.closing) {
				return CLOSED;
			}
			node.count = last.count + 1;
			node.previous = last;
			if (TAIL.compareAndSet(this, last, node)) {
				last.next = node;
				return ACCEPTED;
			}
		}
	}

	@Override
	@Nullable Object poll() {
		for (;;) {
			Node first = this.head;
			Node next = first.next;
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
			Object item = next.item;
			if (HEAD.compareAndSet(this, first, next)) {
				next.item = null;
				next.previous = null;
				// Keeps a node that has grown old from holding younger ones.
				first.next = null;
				return item;
			}
		}
	}

	/**
	 * Find the node behind another from the tail, and link it in its submitter's place.
	 * @param first the node before the one that is looked for
	 * @return the node, or {@code null} if there is none or the head moved on
	 */
	private @Nullable Node findUnlinked(Node first) {
		Node node = this.tail;
		if (node == first) {
			return null;
		}
		Node previous = node.previous;
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
	int poll(List<Object> target, int max) {
		int taken = 0;
		while (taken < max) {
			if (!hasRoom(target, taken)) {
				break;
			}
			Object item = poll();
			if (item == null) {
				break;
			}
			target.add(item);
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
	void peek(List<Object> target) {
		int start = target.size();
		Node first = this.head;
		for (Node node = this.tail; node != null && node != first; node = node.previous) {
			Object item = node.item;
			if (item != null) {
				target.add(start, item);
			}
		}
	}

	@Override
	long accepted() {
		return this.tail.count;
	}

	@Override
	long taken() {
		return this.head.count;
	}

	@Override
	boolean closeAt(long accepted) {
		Node last = this.tail;
		return last.closing || (last.count == accepted && close(last));
	}

	@Override
	void close() {
		Node last = this.tail;
		while (!last.closing && !close(last)) {
			last = this.tail;
		}
	}

	/** Locked, since there is one closing node: closing needs no memory. */
	private synchronized boolean close(Node last) {
		if (last.closing) {
			return true;
		}
		this.closing.count = last.count;
		this.closing.previous = last;
		return TAIL.compareAndSet(this, last, this.closing);
	}

	@Override
	void reopen() {
		Node last = this.tail;
		Node previous = last.previous;
		if (last.closing && previous != null) {
			TAIL.compareAndSet(this, last, previous);
		}
	}

	@Override
	long skipUnpublished() {
		return -1;
	}

	@Override
	@Nullable Object pollSkipped(long index) {
		return null;
	}

	@Override
	boolean isHeadUnpublished() {
		return false;
	}

	@Override
	int capacity() {
		return Integer.MAX_VALUE;
	}

	static class Node {

		@Nullable Object item;

		final boolean closing;

		long count;

		/** The node before, until this one is taken. Of a closing node: for good. */
		@Nullable Node previous;

		volatile @Nullable Node next;

		Node(@Nullable Object item, boolean closing) {
			this.item = item;
			this.closing = closing;
		}

		/** A node that is its own item. */
		Node() {
			this.item = this;
			this.closing = false;
		}

	}

}
