package io.beamflink.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationConfigTest {
  @TempDir Path folder;

  @Test
  void withoutAFileTheDefaultsHold() {
    assertEquals(new ApplicationConfig(1, 1_000, 200, 100, 2), ApplicationConfig.fromEnvironment(Map.of()));
  }

  @Test
  void theFileOverridesSomeFields() throws Exception {
    Path file =
        Files.writeString(folder.resolve("app.json"), "{\"pipelines\": 3, \"elementsPerSecond\": 50, \"x-owner\": {\"team\": \"a\"}}");
    Map<String, String> environment = Map.of("BEAM_APPLICATION_CONFIG", file.toString());
    assertEquals(new ApplicationConfig(3, 50, 200, 100, 2), ApplicationConfig.fromEnvironment(environment));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"keys\": 0} | a.json: keys is 0, but must be a whole number from 1 to 1000000",
        "{\"keys\": 1.5} | a.json: keys is 1.5, but must be a whole number from 1 to 1000000",
        "{\"keys\": null} | a.json: keys is null, but must be a whole number from 1 to 1000000",
        "{\"keys\": 99999999999} | a.json: keys is 99999999999, but must be a whole number from 1 to 1000000",
        "{\"elementsPerSecond\": \"many\"} | a.json: elementsPerSecond is \"many\", but must be a whole number from 1 to 10000000",
        "{\"keys\": 1, \"splits\": 2} | a.json: splits is 2, but must be at most keys (1): each split has keys of its own",
        "{\"key\": 5} | a.json: unknown field key (5); the fields are pipelines, elementsPerSecond, elementBytes, keys, splits",
        "[1] | a.json must hold one JSON object, not [1]",
      })
  void aWrongValueIsNamedWithItsField(String json, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, () -> ApplicationConfig.parse(json, "a.json")).getMessage());
  }

  @Test
  void brokenJsonIsNamedWithItsPlace() {
    String message = assertThrows(IllegalArgumentException.class, () -> ApplicationConfig.parse("{\n  \"keys\": }", "a.json")).getMessage();
    assertEquals("a.json is not valid JSON at line 2, column 12", message.substring(0, message.indexOf(": ")));
  }

  @Test
  void emptyTextIsNoObject() {
    assertThrows(IllegalArgumentException.class, () -> ApplicationConfig.parse("", "a.json"));
  }

  @Test
  void aMissingFileIsNamed() {
    Map<String, String> environment = Map.of("BEAM_APPLICATION_CONFIG", "/no/such/file.json");
    String message = assertThrows(IllegalArgumentException.class, () -> ApplicationConfig.fromEnvironment(environment)).getMessage();
    assertEquals("BEAM_APPLICATION_CONFIG names /no/such/file.json, which cannot be read", message.substring(0, message.indexOf(" (")));
  }
}
