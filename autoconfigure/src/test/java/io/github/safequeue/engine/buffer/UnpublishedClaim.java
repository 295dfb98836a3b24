/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.engine.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;

import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A submitter that stands still between its claim and the publication, in a bounded
 * buffer: it was admitted and has a place in the JCTools queue, and the place is empty.
 */
public final class UnpublishedClaim {

	private static final Field PRODUCER_INDEX = field("producerIndex");

	private static final Field PLACES = field("buffer");

	private final Object[] places;

	private final int place;

	private UnpublishedClaim(Object[] places, int place) {
		this.places = places;
		this.place = place;
	}

	/**
	 * Claim a place and leave it empty. Takers see nothing of it but the claim.
	 * @param buffer a bounded buffer with room
	 * @return the claim
	 */
	public static UnpublishedClaim of(QueueBuffer buffer) {
		BoundedBuffer bounded = (BoundedBuffer) buffer;
		admitOnly(bounded);
		try {
			Object[] places = (Object[]) PLACES.get(bounded.queue);
			VarHandle producerIndex = MethodHandles
				.privateLookupIn(PRODUCER_INDEX.getDeclaringClass(), MethodHandles.lookup())
				.unreflectVarHandle(PRODUCER_INDEX);
			long index = (long) producerIndex.getAndAdd(bounded.queue, 1L);
			return new UnpublishedClaim(places, (int) index & (places.length - 1));
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
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

	private static Field field(String name) {
		for (Class<?> type = MpscVarHandleArrayQueue.class; type != null; type = type.getSuperclass()) {
			try {
				Field field = type.getDeclaredField(name);
				field.setAccessible(true);
				return field;
			}
			catch (NoSuchFieldException ex) {
				// In a superclass.
			}
		}
		throw new IllegalStateException("No field " + name);
	}

}
