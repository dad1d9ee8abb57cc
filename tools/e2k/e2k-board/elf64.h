/* elf64.h - where the fields of a 64-bit ELF file are, in bytes.
 *
 * Source: System V ABI, "Object Files" (ELF-64).
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_ELF64_H
#define E2K_ELF64_H

enum {
    EH_CLASS = 4,
    EH_DATA = 5,
    EH_TYPE = 16,
    EH_MACHINE = 18,
    EH_ENTRY = 24,
    EH_PHOFF = 32,
    EH_SHOFF = 40,
    EH_PHENTSIZE = 54,
    EH_PHNUM = 56,
    EH_SHENTSIZE = 58,
    EH_SHNUM = 60,
    EH_SHSTRNDX = 62,
    EH_BYTES = 64,
};
enum { CLASS_64 = 2, DATA_LITTLE = 1, TYPE_EXECUTABLE = 2 };

enum {
    PH_TYPE = 0,
    PH_OFFSET = 8,
    PH_VADDR = 16,
    PH_PADDR = 24,
    PH_FILESZ = 32,
    PH_MEMSZ = 40,
    PH_BYTES = 56,
};
enum { SEGMENT_LOAD = 1 };

enum {
    SH_NAME = 0,
    SH_TYPE = 4,
    SH_ADDR = 16,
    SH_OFFSET = 24,
    SH_SIZE = 32,
    SH_LINK = 40,
    SH_BYTES = 64,
};
enum { SECTION_SYMBOLS = 2, SECTION_NOBITS = 8 };

enum {
    ST_NAME = 0,
    ST_INFO = 4,
    ST_SHNDX = 6,
    ST_VALUE = 8,
    ST_SIZE = 16,
    ST_BYTES = 24,
};
enum { SYMBOL_NOTYPE = 0, SYMBOL_FUNCTION = 2, INDEX_ABSOLUTE = 0xFFF1 };

#endif
