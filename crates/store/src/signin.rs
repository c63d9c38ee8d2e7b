//! Accounts, sessions, invitations. A login is kept as a keyed hash, a token as a hash, a passphrase as its
//! Argon2id string.

use crate::db::{Row, Statement, exactly_one, statement};
use crate::{Store, Trouble};
use treatment::time::Moment;

/// What somebody signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `staff:…` or `client:…`.
    pub who: String,
    /// The login; empty on the way out, since only its hash is kept.
    pub login: String,
    /// The passphrase's Argon2id string.
    pub passphrase_hash: String,
    /// Failures in a row.
    pub failures: u32,
    /// Until when nobody may try.
    pub locked_until: Option<Moment>,
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Whose.
    pub who: String,
    /// Since.
    pub created_at: Moment,
    /// Last seen.
    pub seen_at: Moment,
    /// Until.
    pub expires_at: Moment,
    /// The form that it is locked to, and nothing else, by its name.
    pub locked_to: Option<[u8; 16]>,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// For whom.
    pub who: String,
    /// Until.
    pub expires_at: Moment,
    /// When it was taken up.
    pub used_at: Option<Moment>,
}

impl Store {
    /// Writes an account; `Taken` when the login is somebody else's.
    pub async fn put_account(&self, account: Account) -> Result<(), Trouble> {
        let login = self.login_hash(&account.login);
        let written = self
            .0
            .data
            .execute(
                "INSERT INTO account (who, login, passphrase_hash, failures, locked_until)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (who) DO UPDATE SET login = excluded.login,
                 passphrase_hash = excluded.passphrase_hash, failures = excluded.failures,
                 locked_until = excluded.locked_until",
                vec![
                    account.who.into(),
                    (&login).into(),
                    account.passphrase_hash.into(),
                    account.failures.into(),
                    account.locked_until.map(|at| at.0).into(),
                ],
            )
            .await;
        written.map_err(|why| if why == Trouble::Conflict { Trouble::Taken } else { why })
    }

    /// The account of a login, in whatever case and with blanks around it.
    pub async fn account_by_login(&self, login: &str) -> Result<Option<Account>, Trouble> {
        let hash = self.login_hash(login);
        let rows = self
            .0
            .data
            .query(
                "SELECT who, passphrase_hash, failures, locked_until FROM account WHERE login = $1",
                vec![(&hash).into()],
            )
            .await?;
        Ok(rows.first().map(account_of))
    }

    /// Somebody's account.
    pub async fn account_of(&self, who: &str) -> Result<Option<Account>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT who, passphrase_hash, failures, locked_until FROM account WHERE who = $1",
                vec![who.into()],
            )
            .await?;
        Ok(rows.first().map(account_of))
    }

    /// Counts a try.
    pub async fn note_attempt(
        &self,
        who: &str,
        failures: u32,
        locked_until: Option<Moment>,
    ) -> Result<(), Trouble> {
        self.0
            .data
            .execute(
                "UPDATE account SET failures = $2, locked_until = $3 WHERE who = $1",
                vec![who.into(), failures.into(), locked_until.map(|at| at.0).into()],
            )
            .await
    }

    /// Changes a passphrase.
    pub async fn set_passphrase(&self, who: &str, passphrase_hash: &str) -> Result<(), Trouble> {
        self.0
            .data
            .execute(
                "UPDATE account SET passphrase_hash = $2, failures = 0, locked_until = NULL WHERE who = $1",
                vec![who.into(), passphrase_hash.into()],
            )
            .await
    }

    /// Begins a session.
    pub async fn put_sign_in(&self, sign_in: SignIn) -> Result<(), Trouble> {
        let SignIn { token_hash, who, created_at, seen_at, expires_at, locked_to } = sign_in;
        self.0
            .data
            .write(vec![
                statement("DELETE FROM sign_in WHERE expires_at <= $1", vec![created_at.0.into()]),
                statement(
                    "INSERT INTO sign_in (token, who, created_at, seen_at, expires_at, locked_to)
                     VALUES ($1, $2, $3, $4, $5, $6)",
                    vec![
                        (&token_hash).into(),
                        who.into(),
                        created_at.0.into(),
                        seen_at.0.into(),
                        expires_at.0.into(),
                        locked_to.map(|form| form.to_vec()).into(),
                    ],
                ),
            ])
            .await
            .map(|_| ())
    }

    /// A session.
    pub async fn sign_in(&self, token_hash: [u8; 32]) -> Result<Option<SignIn>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT who, created_at, seen_at, expires_at, locked_to FROM sign_in WHERE token = $1",
                vec![(&token_hash).into()],
            )
            .await?;
        Ok(rows.first().map(|row| SignIn {
            token_hash,
            who: row.text(0),
            created_at: Moment(row.int(1)),
            seen_at: Moment(row.int(2)),
            expires_at: Moment(row.int(3)),
            locked_to: row.some_exactly(4),
        }))
    }

    /// Notes that a session was used.
    pub async fn touch_sign_in(&self, token_hash: [u8; 32], seen_at: Moment) -> Result<(), Trouble> {
        self.0
            .data
            .execute(
                "UPDATE sign_in SET seen_at = $2 WHERE token = $1",
                vec![(&token_hash).into(), seen_at.0.into()],
            )
            .await
    }

    /// Ends a session.
    pub async fn end_sign_in(&self, token_hash: [u8; 32]) -> Result<(), Trouble> {
        self.0.data.execute("DELETE FROM sign_in WHERE token = $1", vec![(&token_hash).into()]).await
    }

    /// Ends all sessions of somebody.
    pub async fn end_sign_ins_of(&self, who: &str) -> Result<(), Trouble> {
        self.0.data.write(vec![ended_sign_ins_of(who)]).await.map(|_| ())
    }

    /// Keeps an invitation.
    pub async fn put_invite(&self, invite: Invite) -> Result<(), Trouble> {
        self.0
            .data
            .execute(
                "INSERT INTO invite (token, who, expires_at, used_at) VALUES ($1, $2, $3, $4)",
                vec![
                    (&invite.token_hash).into(),
                    invite.who.into(),
                    invite.expires_at.0.into(),
                    invite.used_at.map(|at| at.0).into(),
                ],
            )
            .await
    }

    /// An invitation.
    pub async fn invite(&self, token_hash: [u8; 32]) -> Result<Option<Invite>, Trouble> {
        let rows = self
            .0
            .data
            .query("SELECT who, expires_at, used_at FROM invite WHERE token = $1", vec![(&token_hash).into()])
            .await?;
        Ok(rows.first().map(|row| Invite {
            token_hash,
            who: row.text(0),
            expires_at: Moment(row.int(1)),
            used_at: row.some_int(2).map(Moment),
        }))
    }

    /// Takes an invitation up; true for exactly one caller.
    pub async fn use_invite(&self, token_hash: [u8; 32], now: Moment) -> Result<bool, Trouble> {
        let used = exactly_one(
            "UPDATE invite SET used_at = $2 WHERE token = $1 AND used_at IS NULL AND expires_at > $2",
            vec![(&token_hash).into(), now.0.into()],
        );
        match self.0.data.write(vec![used]).await {
            Ok(_) => Ok(true),
            Err(Trouble::Conflict) => Ok(false),
            Err(other) => Err(other),
        }
    }

    fn login_hash(&self, login: &str) -> [u8; 32] {
        self.keyed_hash("login", login.trim().to_lowercase().as_bytes())
    }
}

fn account_of(row: &Row) -> Account {
    Account {
        who: row.text(0),
        login: String::new(),
        passphrase_hash: row.text(1),
        failures: row.int(2) as u32,
        locked_until: row.some_int(3).map(Moment),
    }
}

/// Ends every session of somebody.
pub(crate) fn ended_sign_ins_of(who: &str) -> Statement {
    statement("DELETE FROM sign_in WHERE who = $1", vec![who.into()])
}
