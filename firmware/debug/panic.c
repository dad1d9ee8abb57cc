/* panic.c - the message of an application that gave up.
 *
 * It stays where the application has it until the agent looks: the application does not go on
 * meanwhile, and its pointer may be as wrong as all the rest of it.
 *
 * SPDX-License-Identifier: MIT */
#include "debug/panic.h"

#include "board/gate.h"
#include "qmp/memory.h"

#if QMP_GROUP_DEBUG

/* Bytes of the character that C begins; 1 too where C begins none. */
static size_t character_size(uint8_t c)
{
    if (c >= 0xF0)
        return 4;
    if (c >= 0xE0)
        return 3;
    return c >= 0xC0 ? 2 : 1;
}

/* LENGTH of TEXT without a character at its end that is not all there. */
static size_t whole_characters(const char *text, size_t length)
{
    size_t at = length;

    while (at > 0 && length - at < 4 && ((uint8_t)text[at - 1] & 0xC0) == 0x80)
        at--;
    if (at == 0 || at - 1 + character_size((uint8_t)text[at - 1]) <= length)
        return length;
    return at - 1;
}

/* An isolated application has nothing else to say than what it can read. */
static bool is_readable(uintptr_t address)
{
#if BOARD_ISOLATED
    return board_app_may_read(address, 1);
#else
    (void)address;
    return true;
#endif
}

void panic_take_message(struct agent *agent, char message[AGENT_PANIC_TEXT])
{
    uintptr_t address = (uintptr_t)agent->app_panic;
    size_t size = 0;

    agent->app_panic = NULL;
    while (address != 0 && size < AGENT_PANIC_TEXT - 1) {
        if (!is_readable(address + size) ||
            board_memory_read(address + size, &message[size], 1) == 0 || message[size] == '\0')
            break;
        size++;
    }
    message[whole_characters(message, size)] = '\0';
}

#endif
