package org.tucana.app.architecture;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What no class of the product may do, found in compiled code.
 *
 * <ul>
 *   <li>Sum or multiply the lanes of a floating vector, or call a vector transcendental: the bits
 *       differ between interpreted and compiled code.
 *   <li>Draw random numbers from a generator with a state: they are keyed by seed, purpose, step
 *       and element.
 *   <li>Use {@code sun.misc.Unsafe}, finalizers, or static fields that change.
 * </ul>
 */
final class HouseRules {
  private static final String VECTOR_OPERATORS = "jdk/incubator/vector/VectorOperators";
  private static final Set<String> FLOATING_VECTORS =
      Set.of("jdk/incubator/vector/FloatVector", "jdk/incubator/vector/DoubleVector");
  private static final Set<String> ORDER_DEPENDENT = Set.of("ADD", "MUL");
  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN", "ATAN2", "SINH", "COSH", "TANH", "EXP",
          "EXPM1", "LOG", "LOG10", "LOG1P", "POW", "CBRT", "HYPOT");
  private static final Set<String> BANNED_CLASSES =
      Set.of(
          "sun/misc/Unsafe",
          "java/util/Random",
          "java/util/SplittableRandom",
          "java/util/concurrent/ThreadLocalRandom");

  private HouseRules() {}

  /** One line for each breach; empty when all is well. */
  static List<String> breaches(Collection<ClassModel> classes) {
    List<String> found = new ArrayList<>();
    for (ClassModel model : classes) {
      String name = model.thisClass().asInternalName().replace('/', '.');
      model
          .constantPool()
          .forEach(entry -> {
            if (entry instanceof ClassEntry c && BANNED_CLASSES.contains(c.asInternalName())) {
              found.add(name + ": uses " + c.asInternalName().replace('/', '.'));
            }
          });
      for (FieldModel field : model.fields()) {
        if (field.flags().has(AccessFlag.STATIC) && !field.flags().has(AccessFlag.FINAL)) {
          found.add(name + ": static field " + field.fieldName().stringValue() + " is not final");
        }
      }
      for (MethodModel method : model.methods()) {
        addBreaches(name + "." + method.methodName().stringValue(), method, found);
      }
    }
    return found;
  }

  private static void addBreaches(String name, MethodModel method, List<String> found) {
    if (method.methodName().equalsString("finalize") && method.methodType().equalsString("()V")) {
      found.add(name + ": is a finalizer");
    }
    if (method.code().isEmpty()) {
      return;
    }
    String operator = "";
    for (CodeElement element : method.code().get()) {
      switch (element) {
        case FieldInstruction f
            when f.opcode() == Opcode.GETSTATIC
                && f.owner().asInternalName().equals(VECTOR_OPERATORS) -> {
          operator = f.name().stringValue();
          if (TRANSCENDENTAL.contains(operator)) {
            found.add(name + ": uses the vector operator " + operator);
          }
        }
        case InvokeInstruction i when i.name().equalsString("reduceLanes") -> {
          if (FLOATING_VECTORS.contains(i.owner().asInternalName())
              && ORDER_DEPENDENT.contains(operator)) {
            found.add(name + ": reduces the lanes of a floating vector by " + operator);
          }
        }
        case InvokeInstruction i
            when i.owner().asInternalName().equals("java/lang/Math")
                && i.name().equalsString("random") ->
            found.add(name + ": uses java.lang.Math.random");
        default -> {}
      }
    }
  }
}
