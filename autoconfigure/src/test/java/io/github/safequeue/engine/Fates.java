package io.github.safequeue.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.safequeue.DeadLetter;
import io.github.safequeue.DeadLetterHandler;
import io.github.safequeue.SafeQueue;
import io.github.safequeue.UndeliveredWork;
import io.github.safequeue.UndeliveredWorkHandler;
import io.github.safequeue.WorkHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Notes what became of each item: what its submitter was told, and how it ended.
 */
class Fates implements DeadLetterHandler, UndeliveredWorkHandler {

	final Map<Object, Boolean> answers = new ConcurrentHashMap<>();

	final Map<Object, List<String>> ends = new ConcurrentHashMap<>();

	<T> WorkHandler<T> handler() {
		return (item) -> handled(item);
	}

	boolean offer(SafeQueue<Object> queue, Object item) {
		boolean accepted = queue.offer(item);
		this.answers.put(item, accepted);
		return accepted;
	}

	void handled(Object item) {
		end(item, "handled");
	}

	@Override
	public void onDeadLetter(DeadLetter<?> letter) {
		end(letter.item(), "failed");
	}

	@Override
	public void onUndelivered(UndeliveredWork work) {
		work.items().forEach((item) -> end(item, "undelivered"));
	}

	private void end(Object item, String end) {
		this.ends.merge(item, List.of(end), (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
	}

	long count(String end) {
		return this.ends.values().stream().flatMap(List::stream).filter(end::equals).count();
	}

	/** Each accepted item ended exactly once, each refused one never. */
	void assertTrue() {
		this.answers.forEach((item, accepted) -> {
			List<String> ends = this.ends.getOrDefault(item, List.of());
			if (ends.size() != ((accepted) ? 1 : 0)) {
				fail("%s was %s and ended as %s", item, (accepted) ? "accepted" : "refused", ends);
			}
		});
		assertThat(this.answers.keySet()).containsAll(this.ends.keySet());
	}

}
