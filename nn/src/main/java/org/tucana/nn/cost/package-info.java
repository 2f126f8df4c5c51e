/**
 * What a network costs, by two conventions: {@link org.tucana.nn.cost.Torchstat} counts layers as
 * published tables do, {@link org.tucana.nn.cost.Operators} counts every operator that runs.
 */
package org.tucana.nn.cost;
