package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.kubernetes.operator.api.status.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Against a small server that answers as a JobManager does; the answers' form is that of Flink 1.19. */
final class FlinkRestClientTest {
  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, String> bodies = new HashMap<>();
  private HttpServer server;
  private FlinkRestClient rest;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      bodies.put(request, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      String answer = answers.get(request);
      byte[] bytes = (answer == null ? "{\"errors\":[\"no\"]}" : answer).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    rest = new FlinkRestClient(HttpClient.newHttpClient(), base, Duration.ofSeconds(5));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static FlinkRestClient.Job job(JobStatus state) {
    return new FlinkRestClient.Job("a1", "demo", state, 1, 2, false);
  }

  @Test
  @DisplayName("tells a job whose tasks all run from one whose tasks are still starting")
  void jobs() throws IOException {
    String job = "{\"jid\":\"a1\",\"name\":\"demo\",\"state\":\"RUNNING\",\"start-time\":1,\"last-modification\":2,%s}";
    String form = "{\"jobs\":[" + job.formatted("\"tasks\":{\"total\":3,\"running\":%d}") + "]}";
    answers.put("GET /jobs/overview", form.formatted(2));
    assertFalse(rest.jobs().get(0).allTasksRun());
    answers.put("GET /jobs/overview", form.formatted(3));
    assertEquals(new FlinkRestClient.Job("a1", "demo", JobStatus.RUNNING, 1, 2, true), rest.jobs().get(0));
  }

  @Test
  @DisplayName("asks for a stop with drain, directory and format, and gives the savepoint's location when it is done")
  void stopWithSavepoint() throws IOException {
    answers.put("POST /jobs/a1/stop", "{\"request-id\":\"t1\"}");
    assertEquals("t1", rest.stopWithSavepoint("a1", true, Optional.of("s3://flink/savepoints"), SavepointFormatType.NATIVE));
    assertEquals("{\"drain\":true,\"formatType\":\"NATIVE\",\"targetDirectory\":\"s3://flink/savepoints\"}", bodies.get("POST /jobs/a1/stop"));
    answers.put("GET /jobs/a1/savepoints/t1", "{\"status\":{\"id\":\"IN_PROGRESS\"}}");
    assertTrue(rest.savepoint("a1", "t1").running());
    answers.put("GET /jobs/a1/savepoints/t1", "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"s3://flink/savepoint-1\"}}");
    assertEquals(Optional.of("s3://flink/savepoint-1"), rest.savepoint("a1", "t1").location());
  }

  @Test
  @DisplayName("gives the reason of a savepoint that failed")
  void failedSavepoint() throws IOException {
    String cause = "{\"class\":\"x\",\"stack-trace\":\"a.Outer\\n\\tat b\\nCaused by: a.Inner: no bucket\\n\"}";
    answers.put("GET /jobs/a1/savepoints/t1", "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"failure-cause\":" + cause + "}}");
    FlinkRestClient.SavepointResult result = rest.savepoint("a1", "t1");
    assertEquals(Optional.empty(), result.location());
    assertEquals(Optional.of("a.Inner: no bucket (by a.Outer)"), result.failure());
  }

  @Test
  @DisplayName("takes the newer of savepoint and checkpoint, of a finished job the savepoint, and nothing of a job without any")
  void lastSnapshot() throws IOException {
    assertEquals(Optional.empty(), rest.lastSnapshot(job(JobStatus.FAILED)));
    answers.put(
        "GET /jobs/a1/checkpoints",
        "{\"latest\":{\"completed\":{\"id\":9,\"external_path\":\"s3://chk-9\"},\"savepoint\":{\"id\":8,\"external_path\":\"s3://savepoint-8\"}}}");
    assertEquals(Optional.of("s3://chk-9"), rest.lastSnapshot(job(JobStatus.FAILED)));
    assertEquals(Optional.of("s3://savepoint-8"), rest.lastSnapshot(job(JobStatus.FINISHED)));
    answers.put("GET /jobs/a1/checkpoints", "{\"latest\":{\"completed\":null,\"savepoint\":null}}");
    assertEquals(Optional.empty(), rest.lastSnapshot(job(JobStatus.FAILED)));
  }

  @Test
  @DisplayName("reads and writes what parallelism the Adaptive Scheduler may choose")
  void resourceRequirements() throws IOException {
    answers.put(
        "GET /jobs/a1/resource-requirements",
        "{\"v2\":{\"parallelism\":{\"lowerBound\":1,\"upperBound\":2}},\"v1\":{\"parallelism\":{\"lowerBound\":3,\"upperBound\":3}}}");
    Map<String, FlinkRestClient.Bounds> requirements = rest.resourceRequirements("a1");
    assertEquals(Map.of("v1", new FlinkRestClient.Bounds(3, 3), "v2", new FlinkRestClient.Bounds(1, 2)), requirements);
    answers.put("PUT /jobs/a1/resource-requirements", "{}");
    rest.setResourceRequirements("a1", requirements);
    assertEquals(
        "{\"v1\":{\"parallelism\":{\"lowerBound\":3,\"upperBound\":3}},\"v2\":{\"parallelism\":{\"lowerBound\":1,\"upperBound\":2}}}",
        bodies.get("PUT /jobs/a1/resource-requirements"));
  }

  @Test
  @DisplayName("tells which TaskManagers have used slots, and where they are")
  void taskManagers() throws IOException {
    String form = "{\"id\":\"x\",\"path\":\"pekko.tcp://flink@%s:43811/user/rpc/taskmanager_0\",\"slotsNumber\":2,\"freeSlots\":%d}";
    answers.put("GET /taskmanagers", "{\"taskmanagers\":[" + form.formatted("10.1.0.7", 1) + "," + form.formatted("demo-tm-x", 2) + "]}");
    var found = rest.taskManagers();
    assertEquals("10.1.0.7", found.get(0).host());
    assertTrue(found.get(0).isInUse());
    assertEquals("demo-tm-x", found.get(1).host());
    assertFalse(found.get(1).isInUse());
  }

  @Test
  @DisplayName("gives the parallelism that each vertex runs with")
  void parallelisms() throws IOException {
    answers.put("GET /jobs/a1", "{\"vertices\":[{\"id\":\"v1\",\"parallelism\":3},{\"id\":\"v2\",\"parallelism\":1}]}");
    assertEquals(Map.of("v1", 3, "v2", 1), rest.parallelisms("a1"));
  }

  @Test
  @DisplayName("says in its error what was asked and what the answer was")
  void refused() {
    IOException error = assertThrows(IOException.class, () -> rest.cancel("a1"));
    assertTrue(error.getMessage().startsWith("PATCH http://127.0.0.1:"), error.getMessage());
    assertTrue(error.getMessage().endsWith("/jobs/a1?mode=cancel was answered with 404: {\"errors\":[\"no\"]}"), error.getMessage());
  }
}
