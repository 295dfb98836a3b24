/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.sample.comparison;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.autoconfigure.SafeQueueAutoConfiguration;
import io.github.safequeue.autoconfigure.SafeQueueEndpointAutoConfiguration;

/**
 * A bank with a queue whose two workers lock accounts.
 */
@ImportAutoConfiguration({ SafeQueueAutoConfiguration.class, SafeQueueEndpointAutoConfiguration.class })
class LockingBankConfiguration {

	@Bean
	Bank bank() {
		return new Bank();
	}

	@Bean
	TransferListener transferListener(Bank bank) {
		return new TransferListener(bank);
	}

	/**
	 * Carries out the transfers of the queue.
	 */
	static class TransferListener {

		private final Bank bank;

		TransferListener(Bank bank) {
			this.bank = bank;
		}

		@SafeQueueListener(queues = "transfers", concurrency = "2")
		void on(Bank.Transfer transfer) {
			this.bank.transferWithLocks(transfer);
		}

	}

}
