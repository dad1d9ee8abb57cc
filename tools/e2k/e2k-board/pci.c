/* pci.c - the configuration space of the PCI bus.
 * Source: the model named in pci.h, as it answers; PCI Local Bus Specification 3.0, chapter 6,
 * and PCI-to-PCI Bridge Architecture 1.2, 3.2, for what the registers are.
 *
 * SPDX-License-Identifier: MIT */
#include "core.h"

#include <string.h>

/* Of an offset. */
#define FUNCTION_SHIFT 12
#define FUNCTION_BYTES 0xfffu

/* Bus, slot and function. */
#define FUNCTION(bus, slot, number) ((bus) << 8 | (slot) << 3 | (number))

#define COMMAND_AT     0x04u
#define COMMAND_MEMORY 0x02u
#define BAR1_AT        0x14u

/* I/O, memory, bus master, SERR#, no interrupts. */
#define COMMAND_WRITABLE 0x0507u
#define CACHE_LINE       0xffu
#define INTERRUPT_LINE   0xffu
/* All of the bridge's control register but the timer's status. */
#define BRIDGE_CONTROL 0x0bff0000u

/* Past the header everything can be written. */
#define HEADER_WORDS 16u

struct word {
    uint8_t at;
    uint32_t reset, writable;
};

/* Words of a header that are not 0 for ever. */
static const struct word bridge[] = {
    {0x00, 0x80001fff, 0},
    {0x04, 0x02a00000, COMMAND_WRITABLE},
    {0x08, 0x06040010, 0},
    {0x0c, 0x00810000, CACHE_LINE},
    {0x18, 0, 0xffffffff}, /* numbers of buses, and a timer */
    {0x1c, 0x00a00000, 0x0000f0f0},
    {0x20, 0, 0xfff0fff0},
    {0x24, 0x00010001, 0xfff0fff0},
    {0x28, 0, 0xffffffff},
    {0x2c, 0, 0xffffffff},
    {0x3c, 0, BRIDGE_CONTROL | INTERRUPT_LINE},
    {0},
};

static const struct word host_bridge[] = {
    {0x00, 0x80171fff, 0},
    {0x04, 0, COMMAND_WRITABLE},
    {0x08, 0x06000002, 0},
    {0x0c, 0, CACHE_LINE},
    {0x2c, 0x11001af4, 0},
    {0x3c, 0, INTERRUPT_LINE},
    {0},
};

/* Its four bytes of registers make two bits of the base address writable that tell of its kind
 * elsewhere. */
static const struct word serial[] = {
    {0x00, 0x80191fff, 0},
    {0x04, 0, COMMAND_WRITABLE},
    {0x08, 0x07000201, 0},
    {0x0c, 0x00800000, CACHE_LINE},
    {BAR1_AT, 0, 0xfffffffc},
    {0x2c, 0x11001af4, 0},
    {0x3c, 0x00000100, INTERRUPT_LINE},
    {0},
};

static const struct {
    unsigned function;
    const struct word *words; /* the last one is all 0 */
} functions[PCI_FUNCTIONS] = {
    {FUNCTION(0, 0, 0), bridge},
    {FUNCTION(0, 1, 0), host_bridge},
    {FUNCTION(0, 2, 2), serial},
};

/* The word that begins at AT, NULL: it is 0 for ever. */
static const struct word *find_word(unsigned n, unsigned at)
{
    const struct word *word = functions[n].words;

    while (word->at != at && word[1].at != 0)
        word++;
    return word->at == at ? word : NULL;
}

static uint32_t writable(unsigned n, unsigned at)
{
    const struct word *word = find_word(n, at);

    if (at / 4 >= HEADER_WORDS)
        return UINT32_MAX;
    return word ? word->writable : 0;
}

void pci_reset(struct pci *pci)
{
    memset(pci, 0, sizeof *pci);
    for (unsigned n = 0; n < PCI_FUNCTIONS; n++) {
        for (unsigned at = 0; at < HEADER_WORDS * 4; at += 4) {
            const struct word *word = find_word(n, at);

            if (word)
                pci->words[n][at / 4] = word->reset;
        }
    }
}

/* The index of the function at OFFSET, PCI_FUNCTIONS: nobody is there. */
static unsigned find_function(uint64_t offset)
{
    unsigned n = 0;

    while (n < PCI_FUNCTIONS && functions[n].function != offset >> FUNCTION_SHIFT)
        n++;
    return n;
}

static bool is_in_space(unsigned at)
{
    return at / 4 < PCI_WORDS;
}

static const char past_the_end[] = "a function's configuration space has 256 bytes";

bool pci_load(struct e2k_machine *machine, uint64_t offset, unsigned bytes, uint64_t *value)
{
    unsigned n = find_function(offset), at = (unsigned)offset & FUNCTION_BYTES;
    uint32_t word = UINT32_MAX;

    if (n < PCI_FUNCTIONS && !is_in_space(at))
        return machine_fault(machine, FAULT_LOAD, past_the_end, 0, 0);
    if (n < PCI_FUNCTIONS)
        word = machine->pci.words[n][at / 4] >> at % 4 * 8;
    *value = word & UINT32_MAX >> (32 - 8 * bytes);
    return true;
}

/* A model that the controller's registers are mapped with a second time breaks. */
static bool moves_serial(unsigned n, const uint32_t *words)
{
    return functions[n].words == serial && words[COMMAND_AT / 4] & COMMAND_MEMORY &&
           words[BAR1_AT / 4] != 0;
}

bool pci_store(struct e2k_machine *machine, uint64_t offset, unsigned bytes, uint64_t value)
{
    unsigned n = find_function(offset), at = (unsigned)offset & FUNCTION_BYTES;
    uint32_t mask = UINT32_MAX >> (32 - 8 * bytes) << at % 4 * 8, *word, before;

    if (n == PCI_FUNCTIONS)
        return true;
    if (!is_in_space(at))
        return machine_fault(machine, FAULT_STORE, past_the_end, 0, 0);
    word = &machine->pci.words[n][at / 4];
    before = *word;
    mask &= writable(n, at & ~3u);
    *word = (before & ~mask) | ((uint32_t)value << at % 4 * 8 & mask);
    if (!moves_serial(n, machine->pci.words[n]))
        return true;
    *word = before;
    return machine_fault(machine, FAULT_STORE, "the serial controller cannot be moved", 0, 0);
}
