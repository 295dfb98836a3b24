/*
 * Copyright 2026 the SafeQueue authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.safequeue.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.SafeQueueSnapshot;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.testing.Figures;
import io.github.safequeue.testing.ForkedJvm;

/**
 * One context's worth of submissions: who submits at which moments, which beans are
 * destroyed, and all that went wrong. A bean of that context. May be called by any
 * thread.
 */
class CallerWorld implements DeadLetterHandler, UndeliveredWorkHandler {

	private final CallSite place;

	private final Set<CallMoment> moments;

	private final ThreadKind kind;

	private final Map<String, SafeQueue<SubmissionBurstItem>> queues = new ConcurrentHashMap<>();

	private final Map<String, BlockedHandler> couriers = new ConcurrentHashMap<>();

	private final Set<String> destroyed = ConcurrentHashMap.newKeySet();

	private final List<SubmissionBurst> bursts = new CopyOnWriteArrayList<>();

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private final List<SubmissionBurstItem> errands = new CopyOnWriteArrayList<>();

	private final AtomicLong releasedAt = new AtomicLong(System.nanoTime());

	private volatile @Nullable BlockedHandler holding;

	CallerWorld(CallSite place, Set<CallMoment> moments, ThreadKind kind) {
		this.place = place;
		this.moments = moments;
		this.kind = kind;
	}

	ThreadKind kind() {
		return this.kind;
	}

	/** The queues that there are, told by a bean that was given them. */
	void meet(SafeQueue<SubmissionBurstItem> orders, SafeQueue<SubmissionBurstItem> shipments) {
		this.queues.put("orders", orders);
		this.queues.put("shipments", shipments);
	}

	SafeQueue<SubmissionBurstItem> orders() {
		return queue("orders");
	}

	private SafeQueue<SubmissionBurstItem> queue(String name) {
		SafeQueue<SubmissionBurstItem> queue = this.queues.get(name);
		if (queue == null) {
			throw new IllegalStateException("no queue " + name);
		}
		return queue;
	}

	/** A handler call that waits for an errand. */
	BlockedHandler courier(String queue) throws InterruptedException {
		BlockedHandler courier = this.couriers.get(queue);
		if (courier == null) {
			courier = new BlockedHandler();
			this.couriers.put(queue, courier);
			occupy(queue, courier);
		}
		return courier;
	}

	private void occupy(String queue, BlockedHandler courier) throws InterruptedException {
		SubmissionBurstItem item = new SubmissionBurstItem(courier);
		// What an earlier moment left is handled first, so that there is room.
		if (!queue(queue).awaitQuiescence(ForkedJvm.LIMIT.dividedBy(2)) || !queue(queue).offer(item)) {
			throw new IllegalStateException(queue + " does not go on: " + queue(queue).snapshot());
		}
		if (queue.equals("orders")) {
			this.errands.add(item);
		}
		courier.awaitThere();
	}

	/** Get ready for a moment to come. */
	void prepare(CallMoment moment) throws Exception {
		this.place.prepare(this);
		if (moment.isHeld() && this.holding == null && !this.couriers.containsKey("orders")) {
			BlockedHandler holding = new BlockedHandler();
			this.holding = holding;
			occupy("orders", holding);
		}
	}

	/** The moment has come. Returns when all submissions returned. */
	void at(CallMoment moment) {
		if (!this.moments.contains(moment)) {
			return;
		}
		try {
			prepare(moment);
			SubmissionBurst burst = new SubmissionBurst(orders(), moment.isClosed(), this.place.spare());
			this.bursts.add(burst);
			this.place.submit(this, burst);
		}
		catch (Exception | Error ex) {
			this.problems.add(moment + ": " + ex);
		}
		finally {
			release();
		}
	}

	/** Let the handlers go on. */
	void release() {
		BlockedHandler holding = this.holding;
		if (holding != null) {
			holding.dismiss();
		}
		this.holding = null;
		this.couriers.values().forEach(BlockedHandler::dismiss);
		this.couriers.clear();
		this.releasedAt.set(System.nanoTime());
	}

	/** When the handlers were last let go on, as of {@link System#nanoTime()}. */
	long releasedAt() {
		return this.releasedAt.get();
	}

	void destroyed(String bean) {
		this.destroyed.add(bean);
	}

	/** Called by handlers: everything they need must live, before and after. */
	void handle(SubmissionBurstItem item, Set<String> needs) {
		checkAlive(needs);
		item.handle();
		if (this.moments.stream().noneMatch(CallMoment::isClosed)) {
			checkAlive(needs);
		}
	}

	private void checkAlive(Set<String> needs) {
		for (String bean : needs) {
			if (this.destroyed.contains(bean)) {
				this.problems.add("a handler was called after the " + bean + " was destroyed");
			}
		}
	}

	void problem(String problem) {
		this.problems.add(problem);
	}

	@Override
	public void onDeadLetter(DeadLetter<?> letter) {
		((SubmissionBurstItem) letter.item()).otherEnds.incrementAndGet();
	}

	@Override
	public void onUndelivered(UndeliveredWork work) {
		work.items().forEach((item) -> ((SubmissionBurstItem) item).otherEnds.incrementAndGet());
	}

	long accepted() {
		return this.bursts.stream().mapToLong(SubmissionBurst::accepted).sum();
	}

	long lost() {
		return this.bursts.stream().mapToLong(SubmissionBurst::lost).sum();
	}

	int bursts() {
		return this.bursts.size();
	}

	/** Return all that went wrong, once the context is closed. */
	List<String> problems() {
		List<String> problems = new ArrayList<>(this.problems);
		if (this.bursts.size() != this.moments.size()) {
			problems.add(this.bursts.size() + " of " + this.moments + " came");
			return problems;
		}
		SafeQueue<SubmissionBurstItem> orders = orders();
		Figures.awaitNothingInFlight(orders);
		this.bursts.forEach((burst) -> burst.verify(problems));
		SafeQueueSnapshot end = orders.snapshot();
		long answers = this.bursts.stream().mapToLong((burst) -> burst.count(SubmissionBurst.Answer.REFUSED)).sum();
		long unknown = this.bursts.stream().mapToLong((burst) -> burst.count(SubmissionBurst.Answer.UNKNOWN)).sum();
		long refused = end.rejectedFull() + end.rejectedClosed();
		if (end.accepted() != accepted() + this.errands.size() || end.handled() != end.accepted()
				|| end.size() + end.inFlight() + end.failed() + end.undelivered() != 0 || refused < answers
				|| refused > answers + unknown) {
			problems.add("%d accepted, %d refused, %d unknown, but the queue says %s".formatted(accepted(), answers,
					unknown, end));
		}
		return problems;
	}

}
