/*
 * Products of small matrices on tensor cores (compute capability 8.0), as exact as float32: a factor
 * is the sum of two numbers of 11 bits, and a product that of the three larger ones of their four
 * products. And copies to shared memory that go on while a thread computes.
 *
 * A warp multiplies 16 rows by 8 columns, 8 factors each. Of these its thread (4 g + t) has
 *   rows g and g + 8, factors t and t + 4 of the left matrix: (g,t) (g+8,t) (g,t+4) (g+8,t+4),
 *   factors t and t + 4 of column g of the right one,
 *   rows g and g + 8 of columns 2 t and 2 t + 1 of the sums: (g,2t) (g,2t+1) (g+8,2t) (g+8,2t+1).
 */
#pragma once

#include "tucana.h"

constexpr int WARP = 32;
constexpr int MATRIX_ROWS = 16;
constexpr int MATRIX_COLUMNS = 8;
constexpr int MATRIX_DEPTH = 8;

/** Two and four neighbours that a thread takes or stores at once. */
typedef float Two __attribute__((vector_size(8), may_alias));
typedef float Four __attribute__((vector_size(16), may_alias));

/** More than can be left of any number: 2^118. */
constexpr float MOST_REST = 0x1p118f;

/**
 * A factor as two: its first 11 bits, and what is left of it, rounded to as many. An infinite factor
 * and NaN keep their first part and leave a number, since NaN might be rounded to one; the products
 * of an infinite factor are infinite or, by the second part of the other factor, NaN.
 */
DEVICE void split(float factor, float &upper, float &rest) {
  upper = sameBits<float>(sameBits<unsigned>(factor) & 0xFFFFE000u);
  float left = __builtin_fminf(factor - upper, MOST_REST);
  rest = sameBits<float>(sameBits<unsigned>(left) + 0x1000u);
}

#if defined(__CUDA__)

/** sums += left * right, of numbers of 11 bits; what is below these is not looked at. */
DEVICE void addMatrixProduct(const Four &left, const float (&right)[2], float (&sums)[4]) {
  asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};"
      : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
      : "r"(sameBits<unsigned>(left[0])), "r"(sameBits<unsigned>(left[1])),
        "r"(sameBits<unsigned>(left[2])), "r"(sameBits<unsigned>(left[3])),
        "r"(sameBits<unsigned>(right[0])), "r"(sameBits<unsigned>(right[1])));
}

/** Begins to copy a number to shared memory, or a zero where there is none. */
DEVICE void beginCopy(const float *from, bool there, float *to) {
  unsigned address = (unsigned)(__SIZE_TYPE__)(__attribute__((address_space(3))) float *)to;
  asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;"
               :
               : "r"(address), "l"(from), "r"(there ? 4 : 0)
               : "memory");
}

/** The same of four neighbours. */
DEVICE void beginCopyFour(const float *from, bool there, float *to) {
  unsigned address = (unsigned)(__SIZE_TYPE__)(__attribute__((address_space(3))) float *)to;
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;"
               :
               : "r"(address), "l"(from), "r"(there ? 16 : 0)
               : "memory");
}

/** What a thread began to copy since the last call is one group. */
DEVICE void endGroup() { asm volatile("cp.async.commit_group;" : : : "memory"); }

/** Waits until all but the last of a thread's groups have arrived, or all of them. */
DEVICE void awaitGroups(bool butTheLast) {
  if (butTheLast) {
    asm volatile("cp.async.wait_group 1;" : : : "memory");
  } else {
    asm volatile("cp.async.wait_group 0;" : : : "memory");
  }
}

#else

DEVICE double firstBits(float v) {
  return sameBits<float>(sameBits<unsigned>(v) & 0xFFFFE000u);
}

DEVICE void addMatrixProduct(const Four &left, const float (&right)[2], float (&sums)[4]) {
  int group = threadIndex() % WARP / 4;
  int pair = threadIndex() % 4;
  const emulator::Exchanged *lanes = emulator::machine.exchange(
      {{left[0], left[1], left[2], left[3]}, {right[0], right[1]}});
  for (int i = 0; i < 4; i++) {
    double sum = sums[i];
    for (int depth = 0; depth < MATRIX_DEPTH; depth++) {
      const emulator::Exchanged &row = lanes[group * 4 + depth % 4];
      const emulator::Exchanged &column = lanes[(2 * pair + i % 2) * 4 + depth % 4];
      sum += firstBits(row.left[depth / 4 * 2 + i / 2]) * firstBits(column.right[depth / 4]);
    }
    sums[i] = (float)sum;
  }
}

DEVICE void beginCopy(const float *from, bool there, float *to) {
  emulator::machine.copies().begin(from, there, to, 1);
}
DEVICE void beginCopyFour(const float *from, bool there, float *to) {
  emulator::machine.copies().begin(from, there, to, 4);
}
DEVICE void endGroup() { emulator::machine.copies().endGroup(); }
DEVICE void awaitGroups(bool butTheLast) { emulator::machine.copies().await(butTheLast ? 1 : 0); }

#endif

/** sums += left * right; the left factors are split already, into numbers of 11 bits. */
DEVICE void addExactProduct(const Four &leftUpper, const Four &leftRest,
                            const float (&rightUpper)[2], const float (&rightRest)[2],
                            float (&sums)[4]) {
  // Tensor cores cut off what does not fit a sum. So only short ones are formed in them.
  float part[4] = {};
  addMatrixProduct(leftRest, rightUpper, part);
  addMatrixProduct(leftUpper, rightRest, part);
  addMatrixProduct(leftUpper, rightUpper, part);
#pragma unroll
  for (int i = 0; i < 4; i++) {
    sums[i] += part[i];
  }
}
