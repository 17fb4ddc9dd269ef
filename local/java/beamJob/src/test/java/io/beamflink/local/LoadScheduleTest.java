package io.beamflink.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LoadScheduleTest {
  private static final LoadSchedule STEPS = new LoadSchedule(List.of(new LoadSchedule.Step(10, 4), new LoadSchedule.Step(20, 0.5)));

  @Test
  void withoutStepsTheRateIsConstant() {
    assertEquals(3_000, LoadSchedule.CONSTANT.millisAt(30, 0.01));
    assertEquals(30, LoadSchedule.CONSTANT.positionAt(3_000, 0.01));
  }

  @Test
  void elementsComeFasterAndSlower() {
    assertEquals(10_000, STEPS.millisAt(100, 0.01), 1e-6);
    assertEquals(15_000, STEPS.millisAt(300, 0.01), 1e-6);
    assertEquals(20_000, STEPS.millisAt(500, 0.01), 1e-6);
    assertEquals(22_000, STEPS.millisAt(510, 0.01), 1e-6);
  }

  @Test
  void positionAndTimeAreEachOthersInverse() {
    for (int position = 0; position < 1_000; position += 7) {
      assertEquals(position, STEPS.positionAt(STEPS.millisAt(position, 0.01), 0.01), 1e-6);
    }
  }

  @Test
  void aStepAtTheBeginningHoldsFromTheFirstElementOn() {
    LoadSchedule twice = new LoadSchedule(List.of(new LoadSchedule.Step(0, 2)));
    assertEquals(500, twice.millisAt(10, 0.01), 1e-6);
  }
}
