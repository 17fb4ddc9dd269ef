package io.beamflink.local.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.kubernetes.operator.api.status.SavepointFormatType;

/** The few calls of a JobManager's REST API that the operator makes; the API is the same in Flink 1.x and 2.x. */
final class FlinkRestClient {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int NOT_FOUND = 404;

  /** As in {@code pekko.tcp://flink@10.1.0.7:43811/user/rpc/taskmanager_0}. */
  private static final Pattern HOST_OF_PATH = Pattern.compile("@([^:/]+)");

  private static final int MAX_BODY_IN_MESSAGE = 500;

  private final HttpClient http;
  private final URI base;
  private final Duration timeout;

  FlinkRestClient(HttpClient http, URI base, Duration timeout) {
    this.http = http;
    this.base = base;
    this.timeout = timeout;
  }

  /** A job as the cluster's overview shows it; {@code allTasksRun}: no task is still being scheduled or restored. */
  record Job(String id, String name, JobStatus state, long startTime, long updateTime, boolean allTasksRun) {}

  /** An asynchronous savepoint: running, done at a location, or failed for a reason. */
  record SavepointResult(boolean running, Optional<String> location, Optional<String> failure) {}

  /** Lowest and highest parallelism of a vertex that the Adaptive Scheduler may choose. */
  record Bounds(int lower, int upper) {}

  /** A TaskManager that is registered with the JobManager; {@code host} is its name or address. */
  record TaskManager(String host, int slots, int freeSlots) {
    boolean isInUse() {
      return freeSlots < slots;
    }
  }

  /** An answer that says no. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private RefusedException(HttpRequest request, int status, String text) {
      super(request.method() + " " + request.uri() + " was answered with " + status + ": " + text);
      this.status = status;
    }
  }

  List<Job> jobs() throws IOException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : get("/jobs/overview").path("jobs")) {
      JsonNode tasks = job.path("tasks");
      int total = tasks.path("total").asInt();
      boolean allTasksRun = total > 0 && tasks.path("running").asInt() + tasks.path("finished").asInt() == total;
      jobs.add(
          new Job(
              job.path("jid").asText(),
              job.path("name").asText(),
              JobStatus.valueOf(job.path("state").asText()),
              job.path("start-time").asLong(),
              job.path("last-modification").asLong(),
              allTasksRun));
    }
    return jobs;
  }

  Map<String, String> clusterInfo() throws IOException {
    JsonNode config = get("/config");
    return Map.of("flink-version", config.path("flink-version").asText(), "flink-revision", config.path("flink-revision").asText());
  }

  /** The stack trace of what ended a job. */
  Optional<String> failure(String jobId) throws IOException {
    JsonNode result = get("/jobs/" + jobId + "/execution-result").path("job-execution-result");
    JsonNode trace = result.path("failure-cause").path("stack-trace");
    if (trace.isTextual()) {
      return Optional.of(trace.asText());
    }
    JsonNode root = get("/jobs/" + jobId + "/exceptions").path("root-exception");
    return root.isTextual() ? Optional.of(root.asText()) : Optional.empty();
  }

  void cancel(String jobId) throws IOException {
    send(request("/jobs/" + jobId + "?mode=cancel").method("PATCH", BodyPublishers.noBody()));
  }

  /** Returns the id to ask {@link #savepoint} with; without a directory the cluster's own is used. */
  String stopWithSavepoint(String jobId, boolean drain, Optional<String> directory, SavepointFormatType format) throws IOException {
    ObjectNode body = MAPPER.createObjectNode().put("drain", drain).put("formatType", format.name());
    directory.ifPresent(path -> body.put("targetDirectory", path));
    HttpRequest.Builder request = request("/jobs/" + jobId + "/stop").header("Content-Type", "application/json");
    return send(request.POST(BodyPublishers.ofString(body.toString()))).path("request-id").asText();
  }

  SavepointResult savepoint(String jobId, String triggerId) throws IOException {
    JsonNode answer = get("/jobs/" + jobId + "/savepoints/" + triggerId);
    if (!"COMPLETED".equals(answer.path("status").path("id").asText())) {
      return new SavepointResult(true, Optional.empty(), Optional.empty());
    }
    JsonNode operation = answer.path("operation");
    JsonNode location = operation.path("location");
    if (location.isTextual()) {
      return new SavepointResult(false, Optional.of(location.asText()), Optional.empty());
    }
    String trace = operation.path("failure-cause").path("stack-trace").asText("Flink gave no cause");
    return new SavepointResult(false, Optional.empty(), Optional.of(StackTraces.shorten(trace)));
  }

  /** The newest complete savepoint of a job, or checkpoint, where those are kept when the job ends in this state. */
  Optional<String> lastSnapshot(Job job) throws IOException {
    JsonNode latest;
    try {
      latest = get("/jobs/" + job.id() + "/checkpoints").path("latest");
    } catch (RefusedException e) {
      if (e.status == NOT_FOUND) {
        // A job that failed before it was started, or that takes no checkpoints.
        return Optional.empty();
      }
      throw e;
    }
    JsonNode savepoint = latest.path("savepoint");
    JsonNode checkpoint = latest.path("completed");
    // A job that finishes takes its checkpoints with it, whatever their retention is.
    boolean useCheckpoint = job.state() != JobStatus.FINISHED && checkpoint.path("id").asLong(-1) > savepoint.path("id").asLong(-1);
    JsonNode path = (useCheckpoint ? checkpoint : savepoint).path("external_path");
    return path.isTextual() ? Optional.of(path.asText()) : Optional.empty();
  }

  /** By vertex. */
  Map<String, Bounds> resourceRequirements(String jobId) throws IOException {
    Map<String, Bounds> requirements = new TreeMap<>();
    for (Map.Entry<String, JsonNode> vertex : get("/jobs/" + jobId + "/resource-requirements").properties()) {
      JsonNode parallelism = vertex.getValue().path("parallelism");
      requirements.put(vertex.getKey(), new Bounds(parallelism.path("lowerBound").asInt(), parallelism.path("upperBound").asInt()));
    }
    return requirements;
  }

  /** Only the Adaptive Scheduler takes them, and of all vertices at once. */
  void setResourceRequirements(String jobId, Map<String, Bounds> requirements) throws IOException {
    ObjectNode body = MAPPER.createObjectNode();
    requirements.forEach(
        (vertex, bounds) -> body.putObject(vertex).putObject("parallelism").put("lowerBound", bounds.lower()).put("upperBound", bounds.upper()));
    HttpRequest.Builder request = request("/jobs/" + jobId + "/resource-requirements").header("Content-Type", "application/json");
    send(request.PUT(BodyPublishers.ofString(body.toString())));
  }

  /** By vertex, as the job runs now. */
  Map<String, Integer> parallelisms(String jobId) throws IOException {
    Map<String, Integer> parallelisms = new TreeMap<>();
    for (JsonNode vertex : get("/jobs/" + jobId).path("vertices")) {
      parallelisms.put(vertex.path("id").asText(), vertex.path("parallelism").asInt());
    }
    return parallelisms;
  }

  List<TaskManager> taskManagers() throws IOException {
    List<TaskManager> taskManagers = new ArrayList<>();
    for (JsonNode taskManager : get("/taskmanagers").path("taskmanagers")) {
      Matcher host = HOST_OF_PATH.matcher(taskManager.path("path").asText());
      taskManagers.add(
          new TaskManager(host.find() ? host.group(1) : "", taskManager.path("slotsNumber").asInt(), taskManager.path("freeSlots").asInt()));
    }
    return taskManagers;
  }

  private JsonNode get(String path) throws IOException {
    return send(request(path).GET());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(timeout).header("Accept", "application/json");
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        String body = response.body();
        String text = body.length() <= MAX_BODY_IN_MESSAGE ? body : body.substring(0, MAX_BODY_IN_MESSAGE) + "...";
        throw new RefusedException(request, response.statusCode(), text);
      }
      return MAPPER.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during " + request.method() + " " + request.uri(), e);
    }
  }
}
