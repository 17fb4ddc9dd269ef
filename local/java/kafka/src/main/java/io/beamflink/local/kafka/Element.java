package io.beamflink.local.kafka;

import java.nio.ByteBuffer;

/**
 * How an element lies in a record: its key as 4 bytes, and as the value its number among those of the key (0, 1, 2 and so on) as 8 bytes,
 * then the payload. Keys go round by turns, so whoever sees all elements of a key can tell a lost or a repeated one.
 *
 * @param key the element's key; it lies in partition {@code key % partitions}
 * @param sequence its number among those of the key
 */
record Element(int key, long sequence) {
  /** The topic's element at {@code position}. */
  static Element at(long position, int keys) {
    return new Element((int) (position % keys), position / keys);
  }

  byte[] recordKey() {
    return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
  }

  /** {@code bytes} is the size of the value; at least the number's. */
  byte[] recordValue(int bytes) {
    return ByteBuffer.allocate(Math.max(bytes, Long.BYTES)).putLong(sequence).array();
  }
}
