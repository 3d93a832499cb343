// The intersection of lists, a block at a time.
#include "meet.h"

uint32_t syntop_meet(
    const uint32_t *documents, const uint32_t *places, uint32_t count, const uint32_t *block, uint32_t last,
    uint32_t *at, uint32_t *kept, uint32_t *found, uint32_t *met) {
  uint32_t taken = 0, some = 0, index = *at;
  for (; taken < count; taken++) {
    const uint32_t place = places[taken], document = documents[place];
    if (document > last) break;
    // The block is walked in steps of eight; within the last step all are compared, so that nothing is guessed.
    while (block[index + 7] < document) index += 8;
    uint32_t step = 0;
    for (uint32_t i = 0; i < 8; i++) step += block[index + i] < document;
    index += step;
    kept[some] = place;
    found[some] = index;
    some += block[index] == document;
  }
  *at = index;
  *met = some;
  return taken;
}
