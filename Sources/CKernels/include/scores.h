// SPDX-License-Identifier: Apache-2.0

// What postings score, many at a time.
#ifndef SYNTOP_SCORES_H
#define SYNTOP_SCORES_H
#include <stdint.h>

/// Writes constant + slope * length of each of `count` documents, which start at `starts`, of which there are `last` + 1;
/// documents from `last` on have no length.
void syntop_norms(
    const uint32_t *documents, uint32_t count, const uint32_t *starts, uint32_t last, float constant, float slope,
    float *norms);
/// Adds factor * (f / (f + norm)) to each of `count` scores.
void syntop_add_scores(const uint32_t *frequencies, const float *norms, uint32_t count, float factor, float *scores);

/// The twins that tests hold the fast ones to: plain loops, any CPU.
void syntop_norms_portable(
    const uint32_t *documents, uint32_t count, const uint32_t *starts, uint32_t last, float constant, float slope,
    float *norms);
void syntop_add_scores_portable(
    const uint32_t *frequencies, const float *norms, uint32_t count, float factor, float *scores);
#endif
