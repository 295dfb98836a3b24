/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.troubleshooting;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import io.github.safequeue.SafeQueueListener;

/**
 * A handler on virtual threads, beside other virtual threads that keep every carrier.
 */
class Postman {

	private volatile boolean end;

	@SafeQueueListener("mails")
	void on(Mail mail) {
	}

	/** Keep all carriers busy. */
	void takeCarriers() throws InterruptedException {
		ThreadFactory factory = new VirtualThreadTaskExecutor("report-").getVirtualThreadFactory();
		int carriers = Runtime.getRuntime().availableProcessors();
		CountDownLatch taken = new CountDownLatch(carriers);
		for (int i = 0; i < carriers; i++) {
			factory.newThread(() -> {
				taken.countDown();
				while (!this.end) {
					Thread.onSpinWait();
				}
			}).start();
		}
		taken.await();
	}

	void giveBack() {
		this.end = true;
	}

	record Mail(String address) {
	}

}
