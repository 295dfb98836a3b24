package io.github.safequeue.sample.orders;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

import io.github.safequeue.SafeQueueListener;
import io.github.safequeue.sample.SampleProperties;
import io.github.safequeue.sample.audit.AuditTrail;
import jakarta.annotation.PreDestroy;

import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.stereotype.Component;

/**
 * Stores orders. Called by the workers of the queue {@code orders}: one customer's orders
 * come one after the other, those of several customers at the same time.
 */
@Component
class OrderListener {

	private final JdbcAggregateOperations aggregates;

	private final AuditTrail audit;

	private final String stuckProduct;

	private final LongAdder stored = new LongAdder();

	OrderListener(JdbcAggregateOperations aggregates, AuditTrail audit, SampleProperties properties) {
		this.aggregates = aggregates;
		this.audit = audit;
		this.stuckProduct = properties.stuckProduct();
	}

	@SafeQueueListener(queues = "orders", key = "customerId")
	void on(Order order) throws InterruptedException {
		if (order.product().equals(this.stuckProduct)) {
			waitForEver();
		}
		this.aggregates.insert(order);
		this.stored.increment();
		this.audit.record("orders", "stored " + order.id());
	}

	@PreDestroy
	void close() {
		this.audit.record("orders", "stored %d orders in all".formatted(this.stored.sum()));
	}

	private static void waitForEver() throws InterruptedException {
		new CountDownLatch(1).await();
	}

}
