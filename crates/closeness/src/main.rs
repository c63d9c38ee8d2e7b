//! The program. All of it is in the library beside this file, which is built while the pages still are.

use std::process::ExitCode;

fn main() -> ExitCode {
    closeness::main()
}
