//! The program. All of it is in the library beside this file, which is built while the pages still are.

use std::process::ExitCode;

/// Every request makes and drops some hundred small things on two threads; the system's allocator took a fifth of
/// the processor time of a submission (ADR 0008).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    closeness::main()
}
