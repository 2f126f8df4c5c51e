package org.tucana.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.junit.jupiter.api.Test;

/** The product breaks no house rule, and each rule sees a class that breaks it. */
class HouseRulesTest {
  @Test
  void productKeepsTheRules() {
    List<String> breaches = HouseRules.breaches(CompiledClasses.ofProduct());
    assertEquals("", String.join("\n", breaches));
  }

  @Test
  void aFloatingLaneSumIsFound() throws IOException {
    assertBreach(LaneSum.class, "reduces the lanes of a floating vector by ADD");
  }

  @Test
  void anIntegerLaneSumAndAFloatingMaximumAreFine() throws IOException {
    assertEquals(List.of(), HouseRules.breaches(List.of(model(Allowed.class))));
  }

  @Test
  void aVectorTranscendentalIsFound() throws IOException {
    assertBreach(Exponential.class, "uses the vector operator EXP");
  }

  @Test
  void aStatefulGeneratorIsFound() throws IOException {
    assertBreach(Dice.class, "uses java.util.Random");
  }

  @Test
  void aMutableStaticIsFound() throws IOException {
    assertBreach(Counter.class, "static field count is not final");
  }

  @Test
  void aFinalizerIsFound() {
    ClassModel planted =
        ClassFile.of()
            .parse(
                ClassFile.of()
                    .build(
                        ClassDesc.of("Planted"),
                        c ->
                            c.withMethodBody(
                                "finalize",
                                MethodTypeDesc.ofDescriptor("()V"),
                                0,
                                code -> code.return_())));
    assertEquals(
        List.of("Planted.finalize: is a finalizer"), HouseRules.breaches(List.of(planted)));
  }

  private static void assertBreach(Class<?> planted, String expected) throws IOException {
    List<String> breaches = HouseRules.breaches(List.of(model(planted)));
    assertEquals(1, breaches.size(), breaches.toString());
    assertTrue(breaches.getFirst().endsWith(expected), breaches.toString());
  }

  private static ClassModel model(Class<?> type) throws IOException {
    String resource = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream bytes = type.getResourceAsStream(resource)) {
      return ClassFile.of().parse(bytes.readAllBytes());
    }
  }

  record LaneSum(FloatVector vector) {
    float value() {
      return vector.reduceLanes(VectorOperators.ADD);
    }
  }

  record Allowed(IntVector integers, FloatVector floats) {
    float value() {
      return integers.reduceLanes(VectorOperators.ADD) + floats.reduceLanes(VectorOperators.MAX);
    }
  }

  record Exponential(FloatVector vector) {
    FloatVector value() {
      return vector.lanewise(VectorOperators.EXP);
    }
  }

  record Dice(long seed) {
    int value() {
      return new Random(seed).nextInt();
    }
  }

  static final class Counter {
    static int count;

    int next() {
      return ++count;
    }
  }
}
