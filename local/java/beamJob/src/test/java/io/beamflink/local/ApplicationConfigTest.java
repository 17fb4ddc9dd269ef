package io.beamflink.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationConfigTest {
  @TempDir Path folder;

  @Test
  void withoutAFileTheDefaultsHold() {
    assertEquals(new ApplicationConfig(1, 1_000, 200, 100, 2, PipelineShape.FULL, 0, LoadSchedule.CONSTANT), ApplicationConfig.fromEnvironment(Map.of()));
  }

  @Test
  void theFileOverridesSomeFields() throws Exception {
    Path file =
        Files.writeString(folder.resolve("app.json"), "{\"pipelines\": 3, \"elementsPerSecond\": 50, \"x-owner\": {\"team\": \"a\"}}");
    Map<String, String> environment = Map.of("BEAM_APPLICATION_CONFIG", file.toString());
    assertEquals(new ApplicationConfig(3, 50, 200, 100, 2, PipelineShape.FULL, 0, LoadSchedule.CONSTANT), ApplicationConfig.fromEnvironment(environment));
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
        "{\"key\": 5} | a.json: unknown field key (5); the fields are pipelines, elementsPerSecond, elementBytes, keys, splits, workMicros, shape, loadSteps",
        "{\"shape\": \"round\"} | a.json: shape is \"round\", but must be full or buffer",
        "{\"shape\": \"FULL\"} | a.json: shape is \"FULL\", but must be full or buffer",
        "{\"shape\": null} | a.json: shape is null, but must be full or buffer",
        "{\"shape\": 1} | a.json: shape is 1, but must be full or buffer",
        "{\"workMicros\": -1} | a.json: workMicros is -1, but must be a whole number from 0 to 10000000",
        "{\"loadSteps\": 4} | a.json: loadSteps is 4, but must be a list like [{\"afterSeconds\": 60, \"factor\": 4}]",
        "{\"loadSteps\": [{\"factor\": 4}]} | a.json: loadSteps[0] is {\"factor\":4}, but must have afterSeconds and factor, and no more",
        "{\"loadSteps\": [{\"afterSeconds\": 9, \"factor\": 0}]} | a.json: loadSteps[0].factor is 0, but must be a number above 0, at most 1000",
        "{\"loadSteps\": [{\"afterSeconds\": 9, \"factor\": 2}, {\"afterSeconds\": 9, \"factor\": 1}]} | a.json: loadSteps[1].afterSeconds is 9,"
            + " but must be a whole number from 10 on: steps are in order of time",
        "[1] | a.json must hold one JSON object, not [1]",
      })
  void aWrongValueIsNamedWithItsField(String json, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, () -> ApplicationConfig.parse(json, "a.json")).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"full, FULL", "buffer, BUFFER"})
  void theShapeIsAWord(String word, PipelineShape shape) {
    assertEquals(shape, ApplicationConfig.parse("{\"shape\": \"" + word + "\"}", "a.json").shape());
  }

  @Test
  void loadStepsAreRead() {
    String json = "{\"workMicros\": 1500, \"loadSteps\": [{\"afterSeconds\": 60, \"factor\": 4}, {\"afterSeconds\": 90, \"factor\": 0.5}]}";
    ApplicationConfig config = ApplicationConfig.parse(json, "a.json");
    assertEquals(1_500, config.workMicros());
    assertEquals(new LoadSchedule(List.of(new LoadSchedule.Step(60, 4), new LoadSchedule.Step(90, 0.5))), config.loadSteps());
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
