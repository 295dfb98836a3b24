package io.github.safequeue.sample.page;

import java.time.Instant;
import java.util.List;

import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.SafeQueueSnapshot;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The figures of all queues, as the page reads them once a second.
 */
@RestController
class QueueController {

	private final SafeQueueRegistry queues;

	private final MeterRegistry meters;

	private final RecentDeadLetters deadLetters;

	QueueController(SafeQueueRegistry queues, MeterRegistry meters, RecentDeadLetters deadLetters) {
		this.queues = queues;
		this.meters = meters;
		this.deadLetters = deadLetters;
	}

	@GetMapping("/api/queues")
	Overview queues() {
		List<QueueView> views = this.queues.all().stream().map(this::view).toList();
		return new Overview(Instant.now(), views, this.deadLetters.latest());
	}

	private QueueView view(SafeQueue<?> queue) {
		return new QueueView(queue.snapshot(), Times.of(this.meters, "safequeue.waiting", queue.name()),
				Times.of(this.meters, "safequeue.handling", queue.name()));
	}

	/**
	 * What there is to see at one moment.
	 *
	 * @param at the moment
	 * @param queues the queues, sorted by name
	 * @param deadLetters the latest dead letters, the youngest first
	 */
	record Overview(Instant at, List<QueueView> queues, List<DeadLetterView> deadLetters) {
	}

	/**
	 * One queue.
	 *
	 * @param figures its figures
	 * @param waiting how long its items waited
	 * @param handling how long its handler took
	 */
	record QueueView(SafeQueueSnapshot figures, Times waiting, Times handling) {
	}

}
