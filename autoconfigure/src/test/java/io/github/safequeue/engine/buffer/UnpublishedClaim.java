package io.github.safequeue.engine.buffer;

import java.lang.reflect.Field;

/**
 * A submitter that stands still between its claim and the publication, in a bounded
 * buffer: it was admitted and has a place in the JCTools queue, and the place is empty.
 */
public final class UnpublishedClaim {

	private static final Object MARK = "claimed";

	private final Object[] places;

	private final int place;

	private UnpublishedClaim(Object[] places, int place) {
		this.places = places;
		this.place = place;
	}

	/**
	 * Claim a place and leave it empty.
	 * @param buffer a bounded buffer
	 * @return the claim
	 */
	public static UnpublishedClaim of(QueueBuffer buffer) {
		BoundedBuffer bounded = (BoundedBuffer) buffer;
		bounded.offer(MARK);
		Object[] places = places(bounded);
		for (int i = 0; i < places.length; i++) {
			if (places[i] == MARK) {
				places[i] = null;
				return new UnpublishedClaim(places, i);
			}
		}
		throw new IllegalStateException("Refused");
	}

	/**
	 * Claim admission and stop before a place of the queue is claimed.
	 * @param buffer a bounded buffer
	 */
	public static void admitOnly(QueueBuffer buffer) {
		((BoundedBuffer) buffer).claims.add(1);
	}

	/**
	 * Go on after {@link #admitOnly(QueueBuffer)}.
	 * @param buffer the buffer
	 * @param element the element that was admitted
	 */
	public static void publishAdmitted(QueueBuffer buffer, Object element) {
		((BoundedBuffer) buffer).queue.offer(element);
	}

	/**
	 * Publish after all.
	 * @param element the element
	 */
	public void publish(Object element) {
		this.places[this.place] = element;
	}

	private static Object[] places(BoundedBuffer buffer) {
		for (Class<?> type = buffer.queue.getClass(); type != null; type = type.getSuperclass()) {
			try {
				Field field = type.getDeclaredField("buffer");
				field.setAccessible(true);
				return (Object[]) field.get(buffer.queue);
			}
			catch (NoSuchFieldException ex) {
				// In a superclass.
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}
		throw new IllegalStateException("No array");
	}

}
