/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.lifecycle;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.engine.ManagedQueues;

/**
 * Delivers dead letters and reports of undelivered work to the handlers that the
 * application has as beans. Any thread.
 */
final class FailureHandlers {

	private volatile @Nullable DeadLetterHandler deadLetterHandler;

	private volatile @Nullable UndeliveredWorkHandler undeliveredWorkHandler;

	/**
	 * Look for the handlers.
	 * @param beanFactory finds them
	 */
	void resolve(BeanFactory beanFactory) {
		this.deadLetterHandler = beanFactory.getBeanProvider(DeadLetterHandler.class).getIfAvailable();
		this.undeliveredWorkHandler = beanFactory.getBeanProvider(UndeliveredWorkHandler.class).getIfAvailable();
	}

	/** Deliver a letter, and return whether there is a handler. */
	boolean deadLetter(DeadLetter<?> letter) {
		DeadLetterHandler handler = this.deadLetterHandler;
		if (handler != null) {
			handler.onDeadLetter(letter);
		}
		return handler != null;
	}

	void undelivered(UndeliveredWork work) {
		UndeliveredWorkHandler handler = this.undeliveredWorkHandler;
		((handler != null) ? handler : ManagedQueues.loggingUndeliveredWorkHandler()).onUndelivered(work);
	}

}
