package org.tucana.core;

/** How an operator is differentiated. */
public sealed interface Gradient {
  /** By a pullback that needs the retained tensors. */
  record Rule(Retain retain, Pullback pullback) implements Gradient {}

  /** Not at all: its outputs do not depend smoothly on its inputs, for the reason given. */
  record None(String why) implements Gradient {}

  /** It is itself part of a gradient and cannot be differentiated again. */
  record FirstOrderOnly(String why) implements Gradient {}
}
