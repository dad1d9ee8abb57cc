# QEMU's riscv64 "virt" machine, in machine mode: hart 0, and up to three more for the
# application.
#
# SPDX-License-Identifier: MIT

set(BOARD_ARCH riscv)
set(BOARD_TRIPLE riscv64-unknown-elf)
set(BOARD_OPTIMISE -O2)
# The compiler's multilib search does not know the names of the CSR and fence.i
# extensions and falls back to a hard-float libc: the link line, which repeats the compile
# flags, takes them back.
set(BOARD_COMPILE_FLAGS
    "--specs=picolibc.specs -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany")
set(BOARD_LINK_FLAGS -march=rv64imac)
set(BOARD_LINKER_SCRIPT riscv-virt.ld)
# Bytes at most, of which tests/bounds sees that they are enough, and not twice too many.
set(BOARD_STACK_NEEDS __agent_stack_needs=7680 __app_stack_needs=768)
set(BOARD_ISOLATES ON) # E2KMON_ISOLATED
set(BOARD_PORTS uart0=qmp qmp0=qmp console0=console gdb0=gdb monitor0=monitor)
set(BOARD_DEFINITIONS BOARD_RX_RING=1024 BOARD_CPUS_MAX=4
    # A virtio port moves packets of this size in no time.
    AGENT_GDB_PACKET=65536 AGENT_GDB_OUT=16384
    # 4 KiB of base64.
    AGENT_MEMORY_PIECE=3072)
set(BOARD_SOURCES
    riscv-virt/board.c
    riscv-virt/describe.c
    riscv-virt/virtio.c
    drivers/cfi_flash.c
    drivers/clint.c
    drivers/goldfish_rtc.c
    drivers/gpex.c
    drivers/ns16550.c
    drivers/ns16550_object.c
    drivers/pci_ecam.c
    drivers/plic.c
    drivers/semihosting_files.c
    drivers/sifive_test.c
    drivers/virtio_balloon.c
    drivers/virtio_mmio.c
    drivers/virtio_rng.c
    drivers/virtio_serial.c
    drivers/virtio_serial_channel.c
    drivers/virtio_slot.c
    drivers/virtqueue.c)
