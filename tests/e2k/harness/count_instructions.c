/* count_instructions.c - a plugin for QEMU: counts the guest's instructions, exactly, and
 * writes the number to the file of its argument `count=PATH` when the guest ends.
 *
 *   qemu-riscv64 -plugin libcount_instructions.so,count=PATH PROGRAM
 *
 * Instructions are added up per block of translated code, by an addition that QEMU inlines;
 * a block of a user program without signals is always executed to its end.
 *
 * QEMU's header with these declarations is in no Debian package, so the few that are needed
 * stand here.  Source: QEMU 7.2, docs/devel/tcg-plugins.rst, version 1 of the interface.
 * Another QEMU may refuse the plugin; whoever asks for a count has to live without one.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct qemu_plugin_tb;

enum qemu_plugin_op {
    QEMU_PLUGIN_INLINE_ADD_U64,
};

extern int qemu_plugin_version;
int qemu_plugin_version = 1;

int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv);

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id,
                                           void (*callback)(uint64_t id, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *block, enum qemu_plugin_op op,
                                              void *number, uint64_t operand);
void qemu_plugin_register_atexit_cb(uint64_t id, void (*callback)(uint64_t id, void *context),
                                    void *context);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);

static uint64_t instructions;
static char path[4096];

static void translated(uint64_t id, struct qemu_plugin_tb *block)
{
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_inline(block, QEMU_PLUGIN_INLINE_ADD_U64, &instructions,
                                             qemu_plugin_tb_n_insns(block));
}

static void ended(uint64_t id, void *context)
{
    FILE *file = fopen(path, "w");

    (void)id;
    (void)context;
    if (!file) {
        perror(path);
        return;
    }
    fprintf(file, "%" PRIu64 "\n", instructions);
    fclose(file);
}

int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv)
{
    static const char name[] = "count=";

    (void)info;
    if (argc != 1 || strncmp(argv[0], name, sizeof name - 1) ||
        strlen(argv[0]) - (sizeof name - 1) >= sizeof path) {
        fprintf(stderr, "count_instructions: usage: -plugin FILE,count=PATH\n");
        return -1;
    }
    strcpy(path, argv[0] + sizeof name - 1);
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, ended, NULL);
    return 0;
}
