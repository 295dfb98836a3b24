package io.github.safequeue.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.safequeue.testing.Campaign;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Inboxes are linearizable: whatever several threads do to one, its answers are those of
 * a simple queue to which they did it one after the other.
 */
class InboxLincheckTests {

	private static final String TWICE = "an item was taken twice or by nobody";

	private static void check(Class<?> model, Class<?> specification) {
		new ModelCheckingOptions().iterations(Campaign.scaled(8, 200))
			.invocationsPerIteration(Campaign.scaled(50, 5_000))
			.threads(2)
			.actorsBefore(1)
			.actorsPerThread(2)
			.actorsAfter(2)
			.hangingDetectionThreshold(20)
			.sequentialSpecification(specification)
			.check(model);
	}

	@ParameterizedTest
	@ValueSource(classes = { One.class, Two.class, Four.class })
	void ringAnswersLikeAQueueOfItsCapacity(Class<?> model) {
		check(model, (model == One.class) ? OneQueue.class : (model == Two.class) ? TwoQueue.class : FourQueue.class);
	}

	@Test
	void linkedInboxAnswersLikeAQueue() {
		check(Linked.class, EndlessQueue.class);
	}

	@Test
	void flagThatIsReadBeforeTheClaimIsCaught() {
		assertThatExceptionOfType(LincheckAssertionError.class)
			.isThrownBy(() -> check(ClosesByFlag.class, EndlessQueue.class))
			.withMessageContaining("Invalid execution results");
	}

	private static void twoTakersOfOneItem(Inbox inbox) {
		inbox.offer("item");
		Object[] taken = new Object[1];
		Thread taker = Schedules.start(() -> taken[0] = inbox.poll());
		Object mine = inbox.poll();
		Schedules.join(taker);
		Schedules.check((taken[0] == null) != (mine == null), TWICE);
		Schedules.check(inbox.offer("next") == Inbox.ACCEPTED && inbox.poll() == "next", "the place is not free");
	}

	@Test
	void oneOfTwoTakersGetsTheItem() {
		Schedules.holds(() -> twoTakersOfOneItem(new RingInbox(1)));
		Schedules.holds(() -> twoTakersOfOneItem(new LinkedInbox()));
	}

	@Test
	void takerThatClearsAPlaceAfterItMovedOnIsCaught() {
		Schedules.isCaught(TWICE, () -> twoTakersOfOneItem(new BrokenInboxes.ClearsAfterMovingOn()));
	}

	/** What is done to an inbox. A take waits for an item that was claimed. */
	public abstract static class Model {

		private final Inbox inbox;

		Model(Inbox inbox) {
			this.inbox = inbox;
		}

		@Operation
		public int offer(@Param(gen = IntGen.class, conf = "1:9") int item) {
			return this.inbox.offer(item);
		}

		@Operation(blocking = true)
		public Object poll() {
			Object item = this.inbox.poll();
			while (item == null && !this.inbox.isEmpty()) {
				item = this.inbox.poll();
			}
			return item;
		}

		@Operation(blocking = true)
		public List<Object> pollTwo() {
			List<Object> items = new ArrayList<>();
			while (this.inbox.poll(items, 2) == 0 && !this.inbox.isEmpty()) {
				Thread.onSpinWait();
			}
			return items;
		}

		@Operation
		public boolean closeAt(@Param(gen = IntGen.class, conf = "0:2") int accepted) {
			return this.inbox.closeAt(accepted);
		}

		@Operation
		public void close() {
			this.inbox.close();
		}

		@Operation
		public long accepted() {
			return this.inbox.accepted();
		}

		@Operation
		public boolean isEmpty() {
			return this.inbox.isEmpty();
		}

	}

	/** What an inbox should answer. */
	public abstract static class Specification {

		private final Queue<Object> items = new ArrayDeque<>();

		private final int capacity;

		private int accepted;

		private boolean closed;

		Specification(int capacity) {
			this.capacity = capacity;
		}

		public int offer(int item) {
			if (this.closed) {
				return Inbox.CLOSED;
			}
			if (this.items.size() == this.capacity) {
				return Inbox.FULL;
			}
			this.items.add(item);
			this.accepted++;
			return Inbox.ACCEPTED;
		}

		public Object poll() {
			return this.items.poll();
		}

		public List<Object> pollTwo() {
			List<Object> taken = new ArrayList<>();
			while (taken.size() < 2 && !this.items.isEmpty()) {
				taken.add(this.items.remove());
			}
			return taken;
		}

		public boolean closeAt(int number) {
			this.closed |= this.accepted == number;
			return this.closed;
		}

		public void close() {
			this.closed = true;
		}

		public long accepted() {
			return this.accepted;
		}

		public boolean isEmpty() {
			return this.items.isEmpty();
		}

	}

	public static class One extends Model {

		public One() {
			super(new RingInbox(1));
		}

	}

	public static class Two extends Model {

		public Two() {
			super(new RingInbox(2));
		}

	}

	public static class Four extends Model {

		public Four() {
			super(new RingInbox(4));
		}

	}

	public static class Linked extends Model {

		public Linked() {
			super(new LinkedInbox());
		}

	}

	public static class ClosesByFlag extends Model {

		public ClosesByFlag() {
			super(new BrokenInboxes.ClosesWithoutCompareAndSet(() -> {
			}));
		}

	}

	public static class OneQueue extends Specification {

		public OneQueue() {
			super(1);
		}

	}

	public static class TwoQueue extends Specification {

		public TwoQueue() {
			super(2);
		}

	}

	public static class FourQueue extends Specification {

		public FourQueue() {
			super(4);
		}

	}

	public static class EndlessQueue extends Specification {

		public EndlessQueue() {
			super(Integer.MAX_VALUE);
		}

	}

}
