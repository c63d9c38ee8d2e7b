//! Where things are in this checkout, and starting programs there.

use std::env;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Why a step did not end well, in words for the person at the terminal.
#[derive(Debug, PartialEq, Eq)]
pub enum Hitch {
    /// It ran, and something is wrong.
    Failed(String),
    /// It could not run: this machine lacks something. The words say what to install.
    Missing(String),
}

/// This checkout and the place where cargo puts what it builds.
pub struct Tree {
    root: PathBuf,
    built: PathBuf,
}

impl Tree {
    /// Finds the checkout as cargo tells it, and the build folder as the one this program was built into.
    pub fn find() -> Result<Tree, Hitch> {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = package.as_deref().and_then(Path::parent).map(Path::to_path_buf);
        let program = env::current_exe().ok();
        let built = program.as_deref().and_then(Path::parent).and_then(Path::parent).map(Path::to_path_buf);
        match (root, built) {
            (Some(root), Some(built)) => Ok(Tree { root, built }),
            _ => Err(Hitch::Failed("start it as `cargo xtask`: cargo says where the checkout is".into())),
        }
    }

    /// A path in the checkout.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// The program of that name as a debug build leaves it.
    pub fn debug(&self, name: &str) -> PathBuf {
        self.built.join("debug").join(name)
    }

    /// The program of that name as a release build leaves it.
    pub fn release(&self, name: &str) -> PathBuf {
        self.built.join("release").join(name)
    }

    /// The cargo that started this program, at the root of the checkout.
    pub fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
    }

    /// A program to be started at the root of the checkout.
    ///
    /// `cargo run` tells a program about its package. Those variables are taken away again, for some build scripts
    /// look at them and would build anew what a plain `cargo build` has built.
    pub fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name.as_ref());
            }
        }
        command
    }
}

/// Says the command, runs it with its output on the terminal, and waits for it.
pub fn run(command: &mut Command) -> Result<(), Hitch> {
    let said = in_words(command);
    println!("$ {said}");
    match command.stdin(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Hitch::Failed(format!("`{said}` ended with {status}"))),
        Err(error) => Err(Hitch::Failed(format!("`{said}` did not start: {error}"))),
    }
}

/// Runs the command without a word and hands back what it printed; its complaint when it fails.
pub fn ask(command: &mut Command) -> Result<String, Hitch> {
    let said = in_words(command);
    match command.stdin(Stdio::null()).output() {
        Ok(Output { status, stdout, .. }) if status.success() => {
            Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
        }
        Ok(Output { status, stdout, stderr }) => {
            let complaint = [stdout, stderr].concat();
            let complaint = String::from_utf8_lossy(&complaint);
            Err(Hitch::Failed(format!("`{said}` ended with {status}: {}", complaint.trim())))
        }
        Err(error) => Err(Hitch::Failed(format!("`{said}` did not start: {error}"))),
    }
}

/// The folders in which programs are looked for.
pub fn search_path() -> Vec<PathBuf> {
    env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default()
}

/// The command as one would type it: the program by its name only.
fn in_words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut said = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    for arg in command.get_args() {
        let _ = write!(said, " {}", arg.to_string_lossy());
    }
    said
}
