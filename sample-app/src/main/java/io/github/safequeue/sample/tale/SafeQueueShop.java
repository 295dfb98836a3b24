package io.github.safequeue.sample.tale;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The shop whose till hands its orders to a queue. As many orders are written at a time
 * as the task executor has core threads.
 */
@ImportAutoConfiguration(SafeQueueAutoConfiguration.class)
class SafeQueueShop {

	@Bean
	Ledger ledger() {
		return new Ledger();
	}

	@Bean
	Clerk clerk(Ledger ledger) {
		return new Clerk(ledger);
	}

	@Bean
	Till till(SafeQueue<LastOrder> lastOrders) {
		return new Till(lastOrders::offer);
	}

	/**
	 * Writes what the queue brings.
	 */
	static class Clerk {

		private final Ledger ledger;

		Clerk(Ledger ledger) {
			this.ledger = ledger;
		}

		@SafeQueueListener(queues = "lastOrders", concurrency = "8")
		void on(LastOrder order) {
			this.ledger.write(order);
		}

	}

}
