//! Mail: only "there is something new", never a name, an answer or a note.

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// How mail leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    /// Host of the SMTP server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether the line is encrypted; only a server on this machine may do without.
    pub encrypted: bool,
    /// User, if it asks for one.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// The sender.
    pub from: String,
    /// Where the pages are, as people reach them, such as `https://care.example.org`.
    pub address: String,
}

/// A message to send.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: String,
    /// One neutral line.
    pub subject: String,
    /// A few neutral lines.
    pub body: String,
}

/// The longest that sending one message takes.
pub const LONGEST: Duration = Duration::from_secs(20);

/// Why a message did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// The server does not answer: the next message would not leave either.
    #[error("the mail server could not be reached")]
    Unreachable,
    /// The server said no for now, or the message is none.
    #[error("{0}")]
    Refused(String),
    /// The server said no for good.
    #[error("{0}")]
    Rejected(String),
}

/// Sends one message and waits until the server has taken it.
///
/// # Errors
/// What the server or the line said, without the recipient.
pub async fn send(settings: &MailSettings, letter: &Letter) -> Result<(), NotSent> {
    match tokio::time::timeout(LONGEST, send_now(settings, letter)).await {
        Ok(sent) => sent,
        Err(_) => Err(NotSent::Unreachable),
    }
}

async fn send_now(settings: &MailSettings, letter: &Letter) -> Result<(), NotSent> {
    let refused = |why: String| NotSent::Refused(why);
    let address = |text: &str| text.parse::<Mailbox>().map_err(|_| refused("an address is none".to_owned()));
    let message = Message::builder()
        .from(address(&settings.from)?)
        .to(address(&letter.to)?)
        .subject(letter.subject.clone())
        .body(letter.body.clone())
        .map_err(|_| refused("the message could not be made".to_owned()))?;
    let is_here = matches!(settings.host.as_str(), "localhost" | "127.0.0.1" | "::1");
    let mut transport = if settings.encrypted {
        AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&settings.host)
            .map_err(|why| refused(why.to_string()))?
    } else if is_here {
        AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
    } else {
        return Err(refused("mail to another machine must be encrypted".to_owned()));
    };
    if let (Some(user), Some(password)) = (&settings.user, &settings.password) {
        transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
    }
    let transport = transport.port(settings.port).build();
    transport.send(message).await.map(|_| ()).map_err(|why| match why.status() {
        Some(code) if why.is_permanent() => NotSent::Rejected(format!("the mail server answered {code}")),
        Some(code) => refused(format!("the mail server answered {code}")),
        None => NotSent::Unreachable,
    })
}
