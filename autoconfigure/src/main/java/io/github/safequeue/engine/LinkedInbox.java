package io.github.safequeue.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An {@link Inbox} without limit: a linked list whose tail is claimed by compare-and-set
 * and linked by a plain step afterwards, as in D. Vyukov's MPSC queue, with a
 * compare-and-set in place of his exchange so that it can be closed: a closed tail is one
 * more node that says so. Each node carries its index.
 *
 * <p>
 * Takers claim by compare-and-set on the head, as in the queue of M. Michael and M.
 * Scott. A submitter allocates one node for an item.
 */
final class LinkedInbox extends Inbox {

	private static final VarHandle TAIL;

	private static final VarHandle HEAD;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			TAIL = lookup.findVarHandle(LinkedInbox.class, "tail", Node.class);
			HEAD = lookup.findVarHandle(LinkedInbox.class, "head", Node.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile Node tail = new Node(null, false);

	private volatile Node head = this.tail;

	@Override
	int offer(Object item) {
		Node node = new Node(item, false);
		for (;;) {
			Node last = this.tail;
			if (last.closing) {
				return CLOSED;
			}
			node.count = last.count + 1;
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
				if (first == this.head) {
					return null;
				}
				continue;
			}
			// Read before the claim; a taker that loses the claim does not use it.
			Object item = next.item;
			if (HEAD.compareAndSet(this, first, next)) {
				next.item = null;
				// Keeps a node that has grown old from holding younger ones.
				first.next = null;
				return item;
			}
		}
	}

	@Override
	int poll(List<Object> target, int max) {
		int taken = 0;
		while (taken < max) {
			Object item = poll();
			if (item == null) {
				break;
			}
			target.add(item);
			taken++;
		}
		return taken;
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

	private boolean close(Node last) {
		Node closing = new Node(null, true);
		closing.count = last.count;
		return TAIL.compareAndSet(this, last, closing);
	}

	@Override
	boolean skipUnpublished() {
		// The place behind an unlinked one cannot be reached.
		return false;
	}

	@Override
	boolean isHeadUnpublished() {
		Node first = this.head;
		return first.next == null && first == this.head && first.count < accepted();
	}

	@Override
	int capacity() {
		return Integer.MAX_VALUE;
	}

	private static final class Node {

		@Nullable Object item;

		final boolean closing;

		long count;

		volatile @Nullable Node next;

		Node(@Nullable Object item, boolean closing) {
			this.item = item;
			this.closing = closing;
		}

	}

}
