package io.beamflink.local.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Merges the common pod template with that of the JobManager or TaskManager, and writes the result as the file that Flink reads. */
final class PodTemplates {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String NAME = "name";

  private PodTemplates() {}

  /** Empty: neither template is given, so Flink needs no file. */
  static Optional<Path> write(PodTemplateSpec common, PodTemplateSpec own, boolean mergeArraysByName, Path file) throws IOException {
    if (common == null && own == null) {
      return Optional.empty();
    }
    Files.writeString(file, merge(common, own, mergeArraysByName));
    return Optional.of(file);
  }

  /** A Pod as JSON, which is YAML too. */
  static String merge(PodTemplateSpec common, PodTemplateSpec own, boolean mergeArraysByName) {
    JsonNode merged = merge(MAPPER.valueToTree(common), MAPPER.valueToTree(own), mergeArraysByName);
    ObjectNode pod = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Pod");
    if (merged instanceof ObjectNode template) {
      pod.setAll(template);
    }
    try {
      return MAPPER.writeValueAsString(pod);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a pod template could not be written as JSON", e);
    }
  }

  private static JsonNode merge(JsonNode base, JsonNode over, boolean byName) {
    if (over == null || over.isNull()) {
      return base;
    }
    if (base instanceof ObjectNode baseObject && over instanceof ObjectNode overObject) {
      ObjectNode merged = baseObject.deepCopy();
      overObject.fields().forEachRemaining(field -> merged.set(field.getKey(), merge(baseObject.get(field.getKey()), field.getValue(), byName)));
      return merged;
    }
    if (base instanceof ArrayNode baseArray && over instanceof ArrayNode overArray) {
      return byName ? mergeByName(baseArray, overArray) : mergeByPosition(baseArray, overArray);
    }
    return over;
  }

  private static ArrayNode mergeByPosition(ArrayNode base, ArrayNode over) {
    ArrayNode merged = base.deepCopy();
    for (int i = 0; i < over.size(); i++) {
      if (i < base.size()) {
        merged.set(i, merge(base.get(i), over.get(i), false));
      } else {
        merged.add(over.get(i));
      }
    }
    return merged;
  }

  private static ArrayNode mergeByName(ArrayNode base, ArrayNode over) {
    ArrayNode merged = base.deepCopy();
    for (JsonNode element : over) {
      int position = positionOf(merged, element.get(NAME));
      if (position >= 0) {
        merged.set(position, merge(merged.get(position), element, true));
      } else {
        merged.add(element);
      }
    }
    return merged;
  }

  private static int positionOf(ArrayNode array, JsonNode name) {
    for (int i = 0; i < array.size() && name != null; i++) {
      if (name.equals(array.get(i).get(NAME))) {
        return i;
      }
    }
    return -1;
  }
}
