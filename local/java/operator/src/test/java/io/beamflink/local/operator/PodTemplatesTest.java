package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PodTemplatesTest {
  private static PodTemplateSpec template(String... containers) {
    PodTemplateSpecBuilder builder = new PodTemplateSpecBuilder();
    for (String container : containers) {
      String[] parts = container.split("=");
      builder.editOrNewSpec().addNewContainer().withName(parts[0]).withImage(parts.length > 1 ? parts[1] : null).endContainer().endSpec();
    }
    return builder.build();
  }

  private static JsonNode containers(PodTemplateSpec common, PodTemplateSpec own, boolean byName) throws IOException {
    JsonNode pod = new ObjectMapper().readTree(PodTemplates.merge(common, own, byName));
    assertEquals("Pod", pod.path("kind").asText());
    return pod.path("spec").path("containers");
  }

  @Test
  @DisplayName("merges arrays by position, as the official operator does by default")
  void byPosition() throws IOException {
    JsonNode merged = containers(template("main=a", "side=b"), template("main=c"), false);
    assertEquals(2, merged.size());
    assertEquals("c", merged.get(0).path("image").asText());
    assertEquals("b", merged.get(1).path("image").asText());
  }

  @Test
  @DisplayName("merges arrays by name where that is asked for")
  void byName() throws IOException {
    JsonNode merged = containers(template("main=a", "side=b"), template("side=c", "extra=d"), true);
    assertEquals(3, merged.size());
    assertEquals("a", merged.get(0).path("image").asText());
    assertEquals("c", merged.get(1).path("image").asText());
    assertEquals("d", merged.get(2).path("image").asText());
  }

  @Test
  @DisplayName("takes the one template that is given")
  void one() throws IOException {
    assertEquals(1, containers(template("main=a"), null, false).size());
    assertEquals(1, containers(null, template("main=a"), false).size());
  }
}
