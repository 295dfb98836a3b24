package io.github.safequeue.logback;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Gate}.
 */
class GateTests {

	private final AtomicBoolean room = new AtomicBoolean();

	private final AtomicInteger looks = new AtomicInteger();

	private final Gate gate = new Gate(() -> {
		this.looks.incrementAndGet();
		return this.room.get();
	});

	private final Caller caller = new Caller(0);

	@Test
	void onceThereWasNoRoomNobodyLooksUntilTheWriterOpens() {
		assertThat(this.gate.isPassable(this.caller)).isFalse();
		int before = this.looks.get();
		this.room.set(true);
		assertThat(this.gate.isPassable(this.caller)).isFalse();
		assertThat(this.gate.isPassable(new Caller(1))).isFalse();
		assertThat(this.looks).hasValue(before);
		this.gate.open();
		assertThat(this.gate.isPassable(this.caller)).isTrue();
		assertThat(this.gate.isPassable(new Caller(1))).isTrue();
	}

	@Test
	void whoShutsItAfterTheWriterLookedForTheLastTimeOpensItAgain() {
		Gate gate = new Gate(() -> this.looks.getAndIncrement() > 0);
		assertThat(gate.isPassable(this.caller)).isTrue();
		assertThat(gate.isPassable(this.caller)).isTrue();
	}

	@Test
	void aGateThatNoWriterOpensDoesNotStayShut() {
		assertThat(this.gate.isPassable(this.caller)).isFalse();
		this.room.set(true);
		int refused = 0;
		while (!this.gate.isPassable(this.caller)) {
			refused++;
			assertThat(refused).isLessThan(64);
		}
		assertThat(this.gate.isPassable(new Caller(1))).as("not shut any more").isTrue();
	}

}
