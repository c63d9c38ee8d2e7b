//! Installing what is missing from Debian's packages, where that is allowed.

use crate::tree::{Hitch, ask, run};
use std::process::Command;

/// Debian's packages, as far as this run has used them.
#[derive(Default)]
pub struct Debian {
    lists_are_fresh: bool,
}

impl Debian {
    /// Installs the packages.
    ///
    /// `missing`: what the reader misses, for example `PostgreSQL`.
    ///
    /// # Errors
    /// `Missing` without root or apt-get, and when apt-get cannot: the words say what to install.
    pub fn install(&mut self, missing: &str, packages: &[&str]) -> Result<(), Hitch> {
        let advice = format!("{missing} is missing; on Debian: apt-get install {}", packages.join(" "));
        if !is_root() || ask(Command::new("apt-get").arg("--version")).is_err() {
            return Err(Hitch::Missing(advice));
        }
        println!("{missing} is missing and will be installed");
        if !self.lists_are_fresh {
            // Without a network the lists of an earlier day may still do: the install below decides.
            let _ = run(apt_get().arg("update"));
            self.lists_are_fresh = true;
        }
        let installed = run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages));
        installed.map_err(|_| Hitch::Missing(format!("{advice} (tried, apt-get failed as printed above)")))
    }
}

/// Whether this runs as root.
pub fn is_root() -> bool {
    ask(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// apt-get that asks nothing and waits, up to five minutes, for another one to finish.
fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-o", "DPkg::Lock::Timeout=300"]);
    command
}
