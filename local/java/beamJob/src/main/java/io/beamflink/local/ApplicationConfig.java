package io.beamflink.local;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the job shall do, read from the JSON file that {@value #VARIABLE} names. It is a file, and not pipeline options, because Beam copies
 * pipeline options into the job graph many times over, and shows them in Flink's web UI.
 *
 * @param pipelines independent pipelines in the one job
 * @param elementsPerSecond elements that each pipeline's source makes
 * @param elementBytes size of an element's payload
 * @param keys keys that a pipeline's elements are spread over
 * @param splits parts of a pipeline's source, the highest parallelism at which each reader has one; at most {@code keys}
 * @param shape what each pipeline is made of
 * @param workMicros time that each element takes after the source, in microseconds; 0: none, and no transform for it
 * @param loadSteps factors of {@code elementsPerSecond} over time
 */
record ApplicationConfig(
    int pipelines, int elementsPerSecond, int elementBytes, int keys, int splits, PipelineShape shape, int workMicros, LoadSchedule loadSteps) {
  static final String VARIABLE = "BEAM_APPLICATION_CONFIG";

  private record Field(int defaultValue, int min, int max) {}

  /** The whole numbers; {@value #SHAPE} is a word, {@value #LOAD_STEPS} a list. */
  private static final Map<String, Field> FIELDS = new LinkedHashMap<>();

  private static final String SHAPE = "shape";
  private static final String LOAD_STEPS = "loadSteps";
  private static final String AFTER_SECONDS = "afterSeconds";
  private static final String FACTOR = "factor";
  private static final double MAX_FACTOR = 1_000;

  static {
    FIELDS.put("pipelines", new Field(1, 1, 1_000));
    FIELDS.put("elementsPerSecond", new Field(1_000, 1, 10_000_000));
    FIELDS.put("elementBytes", new Field(200, 0, 10_000_000));
    FIELDS.put("keys", new Field(100, 1, 1_000_000));
    FIELDS.put("splits", new Field(2, 1, 1_000));
    FIELDS.put("workMicros", new Field(0, 0, 10_000_000));
  }

  /** The file that the environment names; all defaults when it names none. */
  static ApplicationConfig fromEnvironment(Map<String, String> environment) {
    String file = environment.get(VARIABLE);
    return file == null || file.isEmpty() ? parse("{}", "the defaults") : read(Path.of(file));
  }

  static ApplicationConfig read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          VARIABLE + " names " + file + ", which cannot be read (" + e + "): mount the application configuration there", e);
    }
  }

  /** {@code where} says in errors what the text is. */
  static ApplicationConfig parse(String json, String where) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new IllegalArgumentException(where + " is not valid JSON" + place + ": " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new IllegalArgumentException(where + " must hold one JSON object, not " + quote(root));
    }
    root.fieldNames().forEachRemaining(name -> requireKnown(name, root.get(name), where));
    ApplicationConfig config =
        new ApplicationConfig(
            number(root, "pipelines", where),
            number(root, "elementsPerSecond", where),
            number(root, "elementBytes", where),
            number(root, "keys", where),
            number(root, "splits", where),
            shape(root, where),
            number(root, "workMicros", where),
            loadSteps(root, where));
    if (config.splits > config.keys) {
      throw new IllegalArgumentException(
          where + ": splits is " + config.splits + ", but must be at most keys (" + config.keys + "): each split has keys of its own");
    }
    return config;
  }

  private static void requireKnown(String name, JsonNode value, String where) {
    // Names that start with x- are for others that read the same file.
    if (!FIELDS.containsKey(name) && !name.equals(SHAPE) && !name.equals(LOAD_STEPS) && !name.startsWith("x-")) {
      String known = String.join(", ", FIELDS.keySet()) + ", " + SHAPE + ", " + LOAD_STEPS;
      throw new IllegalArgumentException(where + ": unknown field " + name + " (" + quote(value) + "); the fields are " + known);
    }
  }

  private static int number(JsonNode root, String name, String where) {
    Field field = FIELDS.get(name);
    JsonNode value = root.get(name);
    if (value == null) {
      return field.defaultValue;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < field.min || value.intValue() > field.max) {
      throw new IllegalArgumentException(
          where + ": " + name + " is " + quote(value) + ", but must be a whole number from " + field.min + " to " + field.max);
    }
    return value.intValue();
  }

  private static PipelineShape shape(JsonNode root, String where) {
    JsonNode value = root.get(SHAPE);
    if (value == null) {
      return PipelineShape.FULL;
    }
    List<String> names = Arrays.stream(PipelineShape.values()).map(shape -> shape.name().toLowerCase(Locale.ROOT)).toList();
    int index = value.isTextual() ? names.indexOf(value.textValue()) : -1;
    if (index < 0) {
      throw new IllegalArgumentException(where + ": " + SHAPE + " is " + quote(value) + ", but must be " + String.join(" or ", names));
    }
    return PipelineShape.values()[index];
  }

  private static LoadSchedule loadSteps(JsonNode root, String where) {
    JsonNode value = root.get(LOAD_STEPS);
    if (value == null) {
      return LoadSchedule.CONSTANT;
    }
    if (!value.isArray()) {
      throw new IllegalArgumentException(
          where + ": " + LOAD_STEPS + " is " + quote(value) + ", but must be a list like [{\"afterSeconds\": 60, \"factor\": 4}]");
    }
    List<LoadSchedule.Step> steps = new ArrayList<>();
    for (JsonNode step : value) {
      int earliest = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).afterSeconds() + 1;
      steps.add(loadStep(step, earliest, where + ": " + LOAD_STEPS + "[" + steps.size() + "]"));
    }
    return new LoadSchedule(steps);
  }

  private static LoadSchedule.Step loadStep(JsonNode step, int earliest, String where) {
    if (!step.isObject() || step.size() != 2 || !step.has(AFTER_SECONDS) || !step.has(FACTOR)) {
      throw new IllegalArgumentException(where + " is " + quote(step) + ", but must have " + AFTER_SECONDS + " and " + FACTOR + ", and no more");
    }
    JsonNode after = step.get(AFTER_SECONDS);
    JsonNode factor = step.get(FACTOR);
    if (!after.isIntegralNumber() || !after.canConvertToInt() || after.intValue() < earliest) {
      throw new IllegalArgumentException(
          where + "." + AFTER_SECONDS + " is " + quote(after) + ", but must be a whole number from " + earliest + " on: steps are in order of time");
    }
    if (!factor.isNumber() || !(factor.doubleValue() > 0) || factor.doubleValue() > MAX_FACTOR) {
      throw new IllegalArgumentException(where + "." + FACTOR + " is " + quote(factor) + ", but must be a number above 0, at most " + (int) MAX_FACTOR);
    }
    return new LoadSchedule.Step(after.intValue(), factor.doubleValue());
  }

  private static String quote(JsonNode value) {
    String text = value.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
