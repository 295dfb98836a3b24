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

	private final SampleProperties properties;

	private final LongAdder stored = new LongAdder();

	OrderListener(JdbcAggregateOperations aggregates, AuditTrail audit, SampleProperties properties) {
		this.aggregates = aggregates;
		this.audit = audit;
		this.properties = properties;
	}

	@SafeQueueListener(queues = "orders", key = "customerId")
	void on(Order order) throws InterruptedException {
		prepare(order.product());
		this.aggregates.insert(order);
		this.stored.increment();
		this.audit.record("orders", "stored " + order.id());
	}

	@PreDestroy
	void close() {
		this.audit.record("orders", "stored %d orders in all".formatted(this.stored.sum()));
	}

	private void prepare(String product) throws InterruptedException {
		if (product.equals(this.properties.stuckProduct())) {
			waitForEver();
		}
		if (product.equals(this.properties.failingProduct())) {
			throw new IllegalStateException("Orders of this product always fail");
		}
		if (product.equals(this.properties.slowProduct())) {
			Thread.sleep(this.properties.slowFor().toMillis());
		}
	}

	private static void waitForEver() throws InterruptedException {
		new CountDownLatch(1).await();
	}

}
