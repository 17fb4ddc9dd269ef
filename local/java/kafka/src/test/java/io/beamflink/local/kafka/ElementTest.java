package io.beamflink.local.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElementTest {
  @Test
  void theNumbersOfEachKeyHaveNoGapAndNoRepeat() {
    Map<Integer, Long> next = new HashMap<>();
    for (long position = 0; position < 1_000; position++) {
      Element element = Element.at(position, 7);
      assertEquals(next.getOrDefault(element.key(), 0L), element.sequence());
      next.put(element.key(), element.sequence() + 1);
    }
    assertEquals(7, next.size());
  }

  @Test
  void aRecordHoldsTheKeyAndTheNumber() {
    Element element = new Element(5, 1L << 40);
    assertEquals(5, ByteBuffer.wrap(element.recordKey()).getInt());
    assertEquals(1L << 40, ByteBuffer.wrap(element.recordValue(200)).getLong());
    assertEquals(200, element.recordValue(200).length);
    assertEquals(Long.BYTES, element.recordValue(0).length);
  }
}
