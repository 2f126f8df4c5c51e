/** Tucker decompositions: HOSVD, ST-HOSVD and HOOI, by ranks or an error bound. */
package org.tucana.decomposition.tucker;
