//! Chromium and Node: found or installed, and the scripts in `tests/browser` and `tests/fhir` run with them.

use crate::debian::Debian;
use crate::tree::{Hitch, Tree, ask, run, search_path};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node that runs the scripts: the one of Debian 12.
const NODE_MAJOR_MIN: u32 = 18;

/// The names under which Chromium is installed.
const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A browser that was found and answers, with Node and npm beside it.
pub struct Browser {
    chromium: PathBuf,
}

/// Finds Chromium, Node and npm; installs what is missing.
///
/// # Errors
/// `Missing` with what to install.
pub fn find(tree: &Tree, debian: &mut Debian) -> Result<Browser, Hitch> {
    if !answers("node") {
        debian.install("Node", &["nodejs"])?;
    }
    if !answers("npm") {
        debian.install("npm", &["npm"])?;
    }
    let node = ask(Command::new("node").arg("--version"))?;
    if node_major(&node).is_none_or(|major| major < NODE_MAJOR_MIN) {
        return Err(Hitch::Missing(format!("Node {node} is too old; install {NODE_MAJOR_MIN} or newer")));
    }
    if let Some(chosen) = env::var_os("CLOSENESS_CHROMIUM") {
        let chromium = PathBuf::from(chosen);
        let version = ask(tree.command(&chromium).arg("--version"));
        return match version {
            Ok(version) => Ok(Browser::found(chromium, &version, &node)),
            Err(_) => {
                Err(Hitch::Missing(format!("{} (CLOSENESS_CHROMIUM) does not answer", chromium.display())))
            }
        };
    }
    if find_chromium().is_none() {
        // Noto has the letters of the languages in content/words; a bare machine has Latin only.
        debian.install("Chromium", &["chromium", "fonts-liberation", "fonts-noto-core"])?;
    }
    match find_chromium() {
        Some((chromium, version)) => Ok(Browser::found(chromium, &version, &node)),
        None => Err(Hitch::Missing("Chromium was installed but does not answer `chromium --version`".into())),
    }
}

impl Browser {
    fn found(chromium: PathBuf, version: &str, node: &str) -> Browser {
        println!("{version} at {}, node {node}", chromium.display());
        Browser { chromium }
    }

    /// Runs a script, such as `tests/browser/run.mjs`, on the program given, after `npm ci` in its folder. Pictures go
    /// to `screenshots`.
    pub fn run(&self, tree: &Tree, script: &str, program: &Path) -> Result<(), Hitch> {
        let script = tree.path(script);
        let folder = script.parent().unwrap_or(&script);
        let screenshots = tree.path("screenshots");
        fs::create_dir_all(&screenshots)
            .map_err(|error| Hitch::Failed(format!("{} cannot be made: {error}", screenshots.display())))?;
        run(tree.command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
        run(tree
            .command("node")
            .arg(&script)
            .env("CLOSENESS_BIN", program)
            .env("CLOSENESS_CHROMIUM", &self.chromium)
            .env("CLOSENESS_SCREENSHOTS", screenshots))
    }
}

/// The first Chromium that tells its version, and that version. A stub that only says how to install one does not.
fn find_chromium() -> Option<(PathBuf, String)> {
    let folders = [PathBuf::from("/usr/bin")].into_iter().chain(search_path());
    let on_path = folders.flat_map(|folder| CHROMIUM_NAMES.map(|name| folder.join(name)));
    let as_apps =
        ["Chromium", "Google Chrome"].map(|app| format!("/Applications/{app}.app/Contents/MacOS/{app}"));
    on_path.chain(as_apps.map(PathBuf::from)).filter(|file| file.is_file()).find_map(|file| {
        let version = ask(Command::new(&file).arg("--version")).ok()?;
        Some((file, version))
    })
}

fn answers(program: &str) -> bool {
    ask(Command::new(program).arg("--version")).is_ok()
}

/// 20 of `v20.11.1`.
fn node_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(node_major("v18.20.4"), Some(18));
        assert_eq!(node_major("nodejs"), None);
    }
}
