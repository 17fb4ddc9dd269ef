package io.beamflink.local;

import static io.beamflink.local.SequenceCheck.Verdict.EARLY;
import static io.beamflink.local.SequenceCheck.Verdict.GAP;
import static io.beamflink.local.SequenceCheck.Verdict.IN_ORDER;
import static io.beamflink.local.SequenceCheck.Verdict.REPEATED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
  private final SequenceCheck check = new SequenceCheck(3, List.of());

  @Test
  void theNextNumberIsInOrder() {
    assertEquals(IN_ORDER, check.see(3));
    assertEquals(IN_ORDER, check.see(4));
    assertEquals(5, check.expected());
  }

  @Test
  void anEarlyNumberWaitsForThoseBeforeIt() {
    assertEquals(EARLY, check.see(5));
    assertEquals(EARLY, check.see(4));
    assertEquals(List.of(4L, 5L), check.early());
    assertEquals(IN_ORDER, check.see(3));
    assertEquals(6, check.expected());
    assertEquals(List.of(), check.early());
  }

  @Test
  void aNumberThatWasSeenIsRepeated() {
    assertEquals(REPEATED, check.see(2));
    check.see(5);
    assertEquals(REPEATED, check.see(5));
    assertEquals(3, check.expected());
  }

  @Test
  void numbersThatDoNotComeAreLostWhenTooManyWait() {
    for (int i = 0; i < SequenceCheck.MAX_EARLY; i++) {
      assertEquals(EARLY, check.see(5 + i));
    }
    assertEquals(GAP, check.see(5 + SequenceCheck.MAX_EARLY));
    assertEquals(2, check.lost());
    assertEquals(6 + SequenceCheck.MAX_EARLY, check.expected());
    assertEquals(REPEATED, check.see(3));
  }

  @Test
  void waitingNumbersSurviveInState() {
    check.see(4);
    SequenceCheck restored = new SequenceCheck(check.expected(), check.early());
    assertEquals(IN_ORDER, restored.see(3));
    assertEquals(5, restored.expected());
  }
}
