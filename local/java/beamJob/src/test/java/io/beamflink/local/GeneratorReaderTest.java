package io.beamflink.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class GeneratorReaderTest {
  private static final long START = 1_700_000_000_000L;

  private long now = START;

  private static GeneratorSource source(int elementsPerSecond, int keys, int splits) {
    return new GeneratorSource(new ApplicationConfig(1, elementsPerSecond, 10, keys, splits, PipelineShape.FULL, 0, LoadSchedule.CONSTANT));
  }

  private GeneratorReader reader(GeneratorSource source, GeneratorMark mark) {
    return new GeneratorReader(source, mark, () -> now);
  }

  private static List<String> readAll(GeneratorReader reader) {
    List<String> elements = new ArrayList<>();
    while (reader.advance()) {
      elements.add(reader.getCurrent().getKey() + "#" + reader.getCurrent().getValue().getKey());
    }
    return elements;
  }

  @Test
  void elementsComeWhenTheyAreDue() {
    GeneratorReader reader = reader(source(10, 2, 1), null);
    assertTrue(reader.start());
    assertFalse(reader.advance());
    now += 350;
    assertEquals(List.of("1#0", "0#1", "1#1"), readAll(reader));
    assertEquals(Instant.ofEpochMilli(START + 300), reader.getCurrentTimestamp());
    assertEquals(Instant.ofEpochMilli(START + 350), reader.getWatermark());
    assertEquals(10, reader.getCurrent().getValue().getValue().length);
  }

  @Test
  void theBacklogIsWhatIsDueAndNotRead() {
    GeneratorReader reader = reader(source(10, 2, 1), null);
    now += 1_050;
    assertEquals(11 * 10, reader.getSplitBacklogBytes());
    readAll(reader);
    assertEquals(0, reader.getSplitBacklogBytes());
  }

  @Test
  void theWatermarkWaitsForUnreadElements() {
    GeneratorReader reader = reader(source(10, 2, 1), null);
    reader.start();
    now += 5_000;
    assertEquals(Instant.ofEpochMilli(START + 100), reader.getWatermark());
  }

  @Test
  void aReaderGoesOnWithTheNextElementAfterARestart() throws Exception {
    GeneratorSource source = source(10, 3, 1);
    GeneratorReader first = reader(source, null);
    now += 450;
    List<String> elements = readAll(first);
    byte[] stored = CoderUtils.encodeToByteArray(source.getCheckpointMarkCoder(), first.getCheckpointMark());
    now += 250;
    GeneratorReader second = reader(source, CoderUtils.decodeFromByteArray(source.getCheckpointMarkCoder(), stored));
    elements.addAll(readAll(second));

    GeneratorReader whole = reader(source, new GeneratorMark(0, START));
    assertEquals(8, elements.size());
    assertEquals(readAll(whole), elements);
  }

  @Test
  void aMarkThatIsRestoredAtOnceIsTheSameMark() {
    GeneratorSource source = source(7, 3, 1);
    GeneratorMark mark = new GeneratorMark(12, START - 500);
    assertEquals(mark, reader(source, mark).getCheckpointMark());
  }

  @Test
  void aLongPauseIsCaughtUpForOneMinuteOnly() {
    GeneratorMark mark = new GeneratorMark(5, START);
    now = START + 3_600_000;
    GeneratorReader reader = reader(source(10, 1, 1), mark);
    List<String> elements = readAll(reader);
    assertEquals("0#5", elements.get(0));
    assertEquals(601, elements.size());
  }

  @Test
  void everyKeyBelongsToOneSplitAndIsNumberedWithoutGaps() throws Exception {
    Set<Integer> keys = new HashSet<>();
    for (GeneratorSource split : source(1_000, 7, 3).split(1, PipelineOptionsFactory.create())) {
      Set<Integer> own = new HashSet<>();
      long[] next = new long[7];
      for (long position = 0; position < 60; position++) {
        int key = split.keyAt(position);
        own.add(key);
        assertEquals(next[key]++, split.sequenceAt(position));
      }
      own.forEach(key -> assertTrue(keys.add(key), "key " + key + " is in two splits"));
    }
    assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6), keys);
  }

  @Test
  void theSplitsShareTheRate() throws Exception {
    List<GeneratorSource> splits = source(1_000, 100, 4).split(1, PipelineOptionsFactory.create());
    assertEquals(4, splits.size());
    for (GeneratorSource split : splits) {
      GeneratorReader reader = reader(split, new GeneratorMark(0, START - 1_000));
      assertEquals(251, readAll(reader).size());
    }
  }

  @Test
  void aLoadStepChangesTheRateAcrossARestartToo() throws Exception {
    LoadSchedule load = new LoadSchedule(List.of(new LoadSchedule.Step(10, 4), new LoadSchedule.Step(20, 0.5)));
    GeneratorSource source = new GeneratorSource(new ApplicationConfig(1, 10, 10, 1, 1, PipelineShape.FULL, 0, load));
    GeneratorReader reader = reader(source, null);
    now = START + 9_999;
    assertEquals(100, readAll(reader).size());
    now = START + 14_999;
    assertEquals(200 * 10, reader.getSplitBacklogBytes());
    assertEquals(200, readAll(reader).size());
    now = START + 15_000;
    byte[] stored = CoderUtils.encodeToByteArray(source.getCheckpointMarkCoder(), reader.getCheckpointMark());
    reader = reader(source, CoderUtils.decodeFromByteArray(source.getCheckpointMarkCoder(), stored));
    now = START + 19_999;
    assertEquals(200, readAll(reader).size());
    now = START + 29_999;
    assertEquals(50, readAll(reader).size());
    assertEquals(549, reader.getCurrent().getValue().getKey());
  }

  @Test
  void nothingIsCurrentBeforeTheFirstElement() {
    GeneratorReader reader = reader(source(10, 1, 1), new GeneratorMark(0, START + 1_000));
    assertFalse(reader.start());
    assertThrows(NoSuchElementException.class, reader::getCurrent);
    assertThrows(NoSuchElementException.class, reader::getCurrentTimestamp);
  }

  @Test
  void elementsSurviveTheirCoder() throws Exception {
    GeneratorSource source = source(10, 1, 1);
    byte[] stored = CoderUtils.encodeToByteArray(source.getOutputCoder(), KV.of(3, KV.of(4L, new byte[5])));
    assertEquals(4L, CoderUtils.decodeFromByteArray(source.getOutputCoder(), stored).getValue().getKey());
  }
}
