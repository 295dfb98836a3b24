/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import java.util.function.Predicate;

import org.springframework.beans.factory.DisposableBean;

/**
 * A bean that submits its last orders when it is destroyed.
 */
final class LastOrderSubmitter implements DisposableBean {

	static final int ORDERS = 20;

	private final Predicate<LastOrder> submit;

	private volatile int accepted;

	/**
	 * Create the submitter.
	 * @param submit submits an order and returns whether it was accepted
	 */
	LastOrderSubmitter(Predicate<LastOrder> submit) {
		this.submit = submit;
	}

	@Override
	public void destroy() {
		int count = 0;
		for (int number = 1; number <= ORDERS; number++) {
			count += this.submit.test(new LastOrder(number)) ? 1 : 0;
		}
		this.accepted = count;
	}

	int accepted() {
		return this.accepted;
	}

}
