package io.github.safequeue.sample.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.safequeue.SafeQueueRegistry;
import io.github.safequeue.sample.Desk;
import io.github.safequeue.sample.tale.Scene;
import io.github.safequeue.sample.tale.Tale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Scenes that are played for the page.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "spring.datasource.url=jdbc:h2:mem:scene-tests;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE")
@Import(StageDouble.Configuration.class)
class SceneTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<String> IDS = Tale.standard().scenes().stream().map(Scene::id).toList();

	@Autowired
	private SafeQueueRegistry queues;

	@Autowired
	private StageDouble stage;

	@LocalServerPort
	private int port;

	private Desk desk;

	@BeforeEach
	void openDesk() {
		this.desk = new Desk(this.port);
	}

	@AfterEach
	void endScene() {
		this.stage.reset();
		this.queues.find("scenes").orElseThrow().resume();
		await().atMost(PATIENCE)
			.until(() -> IDS.stream().noneMatch((id) -> List.of("WAITING", "RUNNING").contains(state(id))));
	}

	@Test
	void allScenesOfTheTaleAreThere() {
		assertThat(this.desk.text("/api/scenes")).contains(IDS);
		assertThat(IDS).allSatisfy((id) -> assertThat(this.desk.get("/api/scenes/" + id).getBody())
			.containsEntry("title", Tale.standard().scene(id).orElseThrow().title())
			.containsEntry("story", Tale.standard().scene(id).orElseThrow().story()));
	}

	@Test
	void sceneIsPlayedInTheBackgroundAndItsResultKept() {
		this.stage.hold();
		assertThat(play(IDS.get(0))).isEqualTo(HttpStatus.ACCEPTED);
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("RUNNING"));
		this.stage.end();
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("MEASURED"));
		Map<String, Object> scene = this.desk.get("/api/scenes/" + IDS.get(0)).getBody();
		assertThat(scene).containsEntry("kept", true).containsKeys("startedAt", "millis");
		assertThat(scene.get("result").toString()).contains(StageDouble.RESULT.table().header())
			.contains(StageDouble.RESULT.table().rows().get(0));
	}

	@Test
	void onlyOneSceneIsPlayedAtATime() {
		this.stage.hold();
		play(IDS.get(0));
		assertThat(play(IDS.get(0))).isEqualTo(HttpStatus.CONFLICT);
		assertThat(play(IDS.get(1))).isEqualTo(HttpStatus.CONFLICT);
		this.stage.end();
		await().atMost(PATIENCE).until(() -> play(IDS.get(1)).equals(HttpStatus.ACCEPTED));
	}

	@Test
	void sceneWaitsWhileItsQueueIsPaused() {
		this.queues.find("scenes").orElseThrow().pause();
		assertThat(play(IDS.get(0))).isEqualTo(HttpStatus.ACCEPTED);
		assertThat(state(IDS.get(0))).isEqualTo("WAITING");
		assertThat(play(IDS.get(1))).isEqualTo(HttpStatus.CONFLICT);
		this.queues.find("scenes").orElseThrow().resume();
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("MEASURED"));
	}

	@Test
	void sceneThatCannotBePlayedIsToldApartAndTheNextOneIsPlayed() {
		this.stage.fail();
		play(IDS.get(0));
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("FAILED"));
		this.stage.reset();
		assertThat(play(IDS.get(0))).isEqualTo(HttpStatus.ACCEPTED);
		await().atMost(PATIENCE).until(() -> state(IDS.get(0)).equals("MEASURED"));
	}

	@Test
	void unknownSceneIsNotFound() {
		assertThat(play("unknown")).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.desk.get("/api/scenes/unknown").getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
	}

	private HttpStatusCode play(String id) {
		return this.desk.post("/api/scenes/" + id, Map.of()).getStatusCode();
	}

	private Object state(String id) {
		return this.desk.get("/api/scenes/" + id).getBody().get("state");
	}

}
