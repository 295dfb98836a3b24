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

import io.github.safequeue.testing.Faults;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Inboxes are linearizable: whatever several threads do to one, its answers are those of
 * a simple queue to which they did it one after the other.
 */
class BufferLincheckTests {

	private static final String TWICE = "an item was taken twice or by nobody";

	private static void check(Class<?> model, Class<?> specification) {
		new ModelCheckingOptions().iterations(Faults.scaled(8, 200))
			.invocationsPerIteration(Faults.scaled(50, 5_000))
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

	private static void twoTakersOfOneItem(QueueBuffer buffer) {
		buffer.offer("item");
		Object[] taken = new Object[1];
		Thread taker = Schedules.start(() -> taken[0] = buffer.poll());
		Object mine = buffer.poll();
		Schedules.join(taker);
		Schedules.check((taken[0] == null) != (mine == null), TWICE);
		Schedules.check(buffer.offer("next") == QueueBuffer.ACCEPTED && buffer.poll() == "next",
				"the place is not free");
	}

	@Test
	void oneOfTwoTakersGetsTheItem() {
		Schedules.holds(() -> twoTakersOfOneItem(new RingBuffer(1)));
		Schedules.holds(() -> twoTakersOfOneItem(new LinkedBuffer()));
	}

	@Test
	void takerThatClearsAPlaceAfterItMovedOnIsCaught() {
		Schedules.isCaught(TWICE, () -> twoTakersOfOneItem(new BrokenBuffers.ClearsAfterMovingOn()));
	}

	/** What is done to an inbox. A take waits for an item that was claimed. */
	public abstract static class Model {

		private final QueueBuffer buffer;

		Model(QueueBuffer buffer) {
			this.buffer = buffer;
		}

		@Operation
		public int offer(@Param(gen = IntGen.class, conf = "1:9") int item) {
			return this.buffer.offer(item);
		}

		@Operation(blocking = true)
		public Object poll() {
			Object item = this.buffer.poll();
			while (item == null && !this.buffer.isEmpty()) {
				item = this.buffer.poll();
			}
			return item;
		}

		@Operation(blocking = true)
		public List<Object> pollTwo() {
			List<Object> items = new ArrayList<>();
			while (this.buffer.poll(items, 2) == 0 && !this.buffer.isEmpty()) {
				Thread.onSpinWait();
			}
			return items;
		}

		@Operation
		public boolean closeAt(@Param(gen = IntGen.class, conf = "0:2") int accepted) {
			return this.buffer.closeAt(accepted);
		}

		@Operation
		public void close() {
			this.buffer.close();
		}

		@Operation
		public long accepted() {
			return this.buffer.accepted();
		}

		@Operation
		public boolean isEmpty() {
			return this.buffer.isEmpty();
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
				return QueueBuffer.CLOSED;
			}
			if (this.items.size() == this.capacity) {
				return QueueBuffer.FULL;
			}
			this.items.add(item);
			this.accepted++;
			return QueueBuffer.ACCEPTED;
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
			super(new RingBuffer(1));
		}

	}

	public static class Two extends Model {

		public Two() {
			super(new RingBuffer(2));
		}

	}

	public static class Four extends Model {

		public Four() {
			super(new RingBuffer(4));
		}

	}

	public static class Linked extends Model {

		public Linked() {
			super(new LinkedBuffer());
		}

	}

	public static class ClosesByFlag extends Model {

		public ClosesByFlag() {
			super(new BrokenBuffers.ClosesWithoutCompareAndSet(() -> {
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
