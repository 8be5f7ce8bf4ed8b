// SPDX-License-Identifier: Apache-2.0
/** A benchmark whose every class is a rehearsal. */
package com.acme.evaluation.bench;
