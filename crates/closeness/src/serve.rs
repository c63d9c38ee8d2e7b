//! `serve`: opens the clinic and the door.

use crate::config::Config;
use crate::{Failure, say};
use clinic::Clinic;
use clinic::clock::Clock;
use clinic::worker::MailWords;
use std::sync::Arc;
use web::{Options, Site};

pub(crate) async fn run(config: &Config) -> Result<(), Failure> {
    let clinic = Clinic::open(config.settings(Clock::Machine)).await?;
    for danger in clinic.store().dangers() {
        tracing::warn!(%danger, "look at this");
    }
    if let Some(text) = crate::support::crisis_contacts(&clinic) {
        tracing::warn!("{text}");
    }
    open(config, clinic, false, |address| {
        say(format_args!("Closeness is open at {address}"));
        Vec::new()
    })
    .await
}

/// Opens the door of a clinic; `ready` is told the address before the first request is taken.
pub(crate) async fn open(
    config: &Config,
    clinic: Clinic,
    is_demo: bool,
    ready: impl FnOnce(&str) -> Vec<String>,
) -> Result<(), Failure> {
    let tls = match &config.certificate {
        Some((chain, key)) => Some(web::serve::certificate(chain, key)?),
        None => None,
    };
    let listener = web::serve::listen(&config.listen).await?;
    let local = listener.local_addr().map_err(|why| Failure::Other(why.to_string()))?;
    if tls.is_none() && !local.ip().is_loopback() {
        let text = format!(
            "{local} can be reached from other machines, but no certificate is set: sign-in works only over TLS. \
             Set [listen] certificate and certificate_key, or listen on 127.0.0.1 behind a proxy that has one."
        );
        return Err(Failure::Configuration(text));
    }
    // A browser keeps our cookies for localhost, and so does everything a person would type.
    let address = config.origin.clone().unwrap_or_else(|| {
        let scheme = if tls.is_some() { "https" } else { "http" };
        format!("{scheme}://localhost:{}", local.port())
    });
    let options = Options { origin: Some(address.clone()), is_behind_proxy: config.is_behind_proxy, is_demo };
    let site = Site::new(clinic.clone(), options)
        .map_err(|wrong| Failure::Open(clinic::CannotOpen::Content(wrong)))?;
    let site = Arc::new(site);
    let words = site.languages.best("en");
    let mail = MailWords {
        subject: words.say("mail-subject").to_string(),
        body: words.say("mail-body").to_string(),
        link: words.say("mail-link").to_string(),
        code: words.say("mail-code").to_string(),
    };
    let worker = tokio::spawn(work_on(clinic, mail));
    for line in ready(&address) {
        say(line);
    }
    web::serve::serve(listener, &site, tls, Box::pin(stopped())).await;
    worker.abort();
    Ok(())
}

/// Keeps the worker at its work: flags are passed on by it, so a fault in one round must not end all.
async fn work_on(clinic: Clinic, mail: MailWords) {
    loop {
        // A set ends what is in it when it is dropped: stopping this stops the round.
        let mut round = tokio::task::JoinSet::new();
        round.spawn(clinic.clone().work(mail.clone()));
        if let Some(Err(why)) = round.join_next().await {
            tracing::error!(%why, "the worker fell over and begins again");
            tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        }
    }
}

/// Ready when somebody asks the program to stop.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
