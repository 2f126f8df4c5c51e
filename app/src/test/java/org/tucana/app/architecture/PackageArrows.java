package org.tucana.app.architecture;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which package may use which: a table of groups of packages and the groups each may use.
 *
 * <p>A class belongs to the group with the longest name that its package starts with, so a new
 * package inherits the arrows of the one around it until it gets a line of its own.
 *
 * @param allowed for each group (a package name) the other groups that its classes may use
 */
record PackageArrows(Map<String, Set<String>> allowed) {
  private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

  PackageArrows {
    for (Map.Entry<String, Set<String>> arrows : allowed.entrySet()) {
      for (String to : arrows.getValue()) {
        if (!allowed.containsKey(to)) {
          throw new IllegalArgumentException(
              "arrows: " + arrows.getKey() + " may use " + to + ", which is no group of the table");
        }
      }
    }
  }

  /** One line for each pair of classes that the table does not allow; empty when all is well. */
  List<String> violations(Collection<ClassModel> classes) {
    List<String> found = new ArrayList<>();
    for (ClassModel model : classes) {
      String from = model.thisClass().asInternalName().replace('/', '.');
      Optional<String> fromGroup = group(from);
      if (fromGroup.isEmpty()) {
        found.add(from + " is in no group of the table");
        continue;
      }
      for (String to : uses(model)) {
        refusal(fromGroup.get(), to).ifPresent(why -> found.add(from + " uses " + to + ": " + why));
      }
    }
    return found;
  }

  private Optional<String> refusal(String fromGroup, String to) {
    return group(to)
        .filter(g -> !g.equals(fromGroup) && !allowed.get(fromGroup).contains(g))
        .map(g -> fromGroup + " may not use " + g);
  }

  private Optional<String> group(String className) {
    return allowed.keySet().stream()
        .filter(g -> isIn(className, g))
        .max((a, b) -> Integer.compare(a.length(), b.length()));
  }

  private static boolean isIn(String className, String packageName) {
    return className.startsWith(packageName + ".");
  }

  /** Names of all classes that a class file mentions in code, members and generics. */
  private static Set<String> uses(ClassModel model) {
    Set<String> names = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      switch (entry) {
        case ClassEntry c -> addClass(c.asInternalName(), names);
        case NameAndTypeEntry n -> addDescriptor(n.type().stringValue(), names);
        case MethodTypeEntry m -> addDescriptor(m.descriptor().stringValue(), names);
        default -> {}
      }
    }
    model.fields().forEach(f -> addDescriptor(f.fieldType().stringValue(), names));
    model.methods().forEach(m -> addDescriptor(m.methodType().stringValue(), names));
    signatures(model).forEach(s -> addDescriptor(s.signature().stringValue(), names));
    return names;
  }

  private static List<SignatureAttribute> signatures(ClassModel model) {
    List<SignatureAttribute> found = new ArrayList<>();
    model.findAttribute(Attributes.signature()).ifPresent(found::add);
    model.fields().forEach(f -> f.findAttribute(Attributes.signature()).ifPresent(found::add));
    model.methods().forEach(m -> m.findAttribute(Attributes.signature()).ifPresent(found::add));
    return found;
  }

  private static void addClass(String internalName, Set<String> names) {
    if (internalName.startsWith("[")) {
      addDescriptor(internalName, names);
    } else {
      names.add(internalName.replace('/', '.'));
    }
  }

  private static void addDescriptor(String descriptor, Set<String> names) {
    Matcher matcher = CLASS_IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) {
      names.add(matcher.group(1).replace('/', '.'));
    }
  }
}
