package io.github.safequeue.sample.tale;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueEndpointAutoConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The bank whose two workers lock accounts.
 */
@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeQueueEndpointAutoConfiguration.class })
class BankWithLocks {

	@Bean
	Bank bank() {
		return new Bank();
	}

	@Bean
	Teller teller(Bank bank) {
		return new Teller(bank);
	}

	/**
	 * Carries out what the queue brings.
	 */
	static class Teller {

		private final Bank bank;

		Teller(Bank bank) {
			this.bank = bank;
		}

		@SafeQueueListener(queues = "transfers", concurrency = "2")
		void on(Bank.Transfer transfer) {
			this.bank.transferWithLocks(transfer);
		}

	}

}
