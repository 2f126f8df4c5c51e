package org.tucana.core;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tucana.core.kernel.Operand;
import org.tucana.core.op.Arithmetic;
import org.tucana.core.testing.TestBackends;
import org.tucana.core.type.ClosedException;
import org.tucana.core.type.DType;
import org.tucana.core.type.Shape;
import org.tucana.core.type.TensorType;

/** Buffers that loaders write into and results are read from. */
class HostBufferTest {
  private static final TensorType ROW = TensorType.float32(3);

  static Stream<String> backends() {
    return TestBackends.names();
  }

  /** A session's work with one buffer; afterwards nothing may be live. */
  private interface Work {
    void with(EagerSession session, HostBuffer buffer);
  }

  private static void withBuffer(String name, TensorType type, Work work) {
    try (Backend backend = TestBackends.open(name)) {
      try (EagerSession session = new EagerSession(backend);
          HostBuffer buffer = backend.memory().hostBuffer(type, "picture")) {
        work.with(session, buffer);
      }
      assertEquals(List.of(), backend.memory().liveLabels());
      assertEquals(0, backend.memory().liveBytes());
    }
  }

  private static void write(HostBuffer buffer, float... values) {
    MemorySegment.copy(values, 0, buffer.segment(), JAVA_FLOAT, 0, values.length);
  }

  private static float[] read(HostBuffer buffer) {
    buffer.awaitIdle();
    return buffer.segment().toArray(JAVA_FLOAT);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void writtenValuesAreComputedWith(String name) {
    withBuffer(
        name,
        ROW,
        (session, buffer) -> {
          write(buffer, 1, -2, 3);
          Tensor x = session.upload(buffer);
          assertArrayEquals(new float[] {2, -4, 6}, Arithmetic.add(x, x).toFloats());
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aBufferIsWrittenAgainAfterTheWait(String name) {
    withBuffer(
        name,
        ROW,
        (session, buffer) -> {
          write(buffer, 1, 2, 3);
          Tensor first = session.upload(buffer);
          buffer.awaitIdle();
          write(buffer, 4, 5, 6);
          Tensor second = session.upload(buffer);
          assertArrayEquals(new float[] {5, 7, 9}, Arithmetic.add(first, second).toFloats());
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aTensorOutlivesItsBuffer(String name) {
    withBuffer(
        name,
        ROW,
        (session, outer) -> {
          Tensor x;
          try (HostBuffer buffer = session.backend().memory().hostBuffer(ROW, "inner")) {
            write(buffer, 7, 8, 9);
            x = session.upload(buffer);
          }
          write(outer, 0, 0, 0);
          session.upload(outer);
          assertArrayEquals(new float[] {7, 8, 9}, x.toFloats());
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void resultsAreReadAfterTheWait(String name) {
    withBuffer(
        name,
        ROW,
        (session, buffer) -> {
          Memory memory = session.backend().memory();
          try (Scope _ = session.scope()) {
            Tensor x = session.tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
            memory.download(
                session.operandOf(Arithmetic.add(x, x)).slice(0, 1, 2).reshape(ROW.shape()),
                buffer);
          }
          assertArrayEquals(new float[] {8, 10, 12}, read(buffer));
          Tensor again = session.upload(buffer);
          memory.download(session.operandOf(Arithmetic.add(again, again)), buffer);
          assertArrayEquals(new float[] {16, 20, 24}, read(buffer));
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void everyTypePassesBothWays(String name) {
    for (DType dtype : DType.values()) {
      TensorType type = new TensorType(Shape.of(2, 3), dtype);
      withBuffer(
          name,
          type,
          (session, buffer) -> {
            byte[] bytes = new byte[Math.toIntExact(type.bytes())];
            for (int i = 0; i < bytes.length; i++) {
              bytes[i] = (byte) (i % 2);
            }
            buffer.segment().copyFrom(MemorySegment.ofArray(bytes));
            Operand x = session.operandOf(session.upload(buffer));
            buffer.awaitIdle();
            buffer.segment().fill((byte) 7);
            session.backend().memory().download(x, buffer);
            buffer.awaitIdle();
            assertArrayEquals(bytes, buffer.segment().toArray(JAVA_BYTE), dtype.toString());
          });
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void emptyTensorsPass(String name) {
    withBuffer(
        name,
        TensorType.float32(0, 3),
        (session, buffer) -> {
          Tensor x = session.upload(buffer);
          assertEquals(0, x.toFloats().length);
          session.backend().memory().download(session.operandOf(x), buffer);
          assertEquals(0, read(buffer).length);
        });
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aClosedBufferRefusesWithItsLabel(String name) {
    try (Backend backend = TestBackends.open(name);
        EagerSession session = new EagerSession(backend)) {
      HostBuffer buffer = backend.memory().hostBuffer(ROW, "picture");
      assertEquals(List.of("picture"), backend.memory().liveLabels());
      assertEquals(ROW.bytes(), backend.memory().liveBytes());
      buffer.close();
      for (Runnable use :
          List.<Runnable>of(buffer::segment, buffer::close, () -> session.upload(buffer))) {
        ClosedException e = assertThrows(ClosedException.class, use::run);
        assertEquals("storage picture: used after it was given back", e.getMessage());
      }
    }
  }
}
