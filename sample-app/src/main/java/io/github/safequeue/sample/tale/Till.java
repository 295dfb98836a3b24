package io.github.safequeue.sample.tale;

import java.util.function.Predicate;

import org.springframework.beans.factory.DisposableBean;

/**
 * A bean that submits its last orders when it is destroyed.
 */
final class Till implements DisposableBean {

	static final int ORDERS = 20;

	private final Predicate<LastOrder> submit;

	private volatile int accepted;

	/**
	 * Create the till.
	 * @param submit hands an order over and tells whether it was accepted
	 */
	Till(Predicate<LastOrder> submit) {
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
