//! Connections to PostgreSQL, kept and handed out by `deadpool`. Each remembers the statements it has prepared: the
//! texts are the program's own, so that there are no more of them than it has.

use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use std::collections::HashMap;
use tokio_postgres::{Client, Config, Error, GenericClient, NoTls, Statement};

/// The connections of a server, at most as many as it is built with.
pub(crate) type Pool = deadpool::managed::Pool<Connections>;

/// How connections are made.
#[derive(Debug)]
pub(crate) struct Connections(pub(crate) Config);

/// A connection with what it has prepared.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) client: Client,
    pub(crate) prepared: Prepared,
}

/// Statements that a connection has prepared, by their text.
#[derive(Default)]
pub(crate) struct Prepared(HashMap<&'static str, Statement>);

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Prepared {
    /// The statement of a text, prepared on `on` when it was not yet. A transaction of the same connection will do:
    /// what is prepared in it stays when it is taken back.
    pub(crate) async fn of(
        &mut self,
        sql: &'static str,
        on: &(impl GenericClient + Sync),
    ) -> Result<Statement, Error> {
        if let Some(known) = self.0.get(sql) {
            return Ok(known.clone());
        }
        let new = on.prepare(sql).await?;
        self.0.insert(sql, new.clone());
        Ok(new)
    }
}

impl Manager for Connections {
    type Type = Connection;
    type Error = Error;

    async fn create(&self) -> Result<Connection, Error> {
        let (client, line) = self.0.connect(NoTls).await?;
        // Ends with the client, or when the server goes away: whoever waits is told then, and nobody is given it again.
        tokio::spawn(line);
        Ok(Connection { client, prepared: Prepared::default() })
    }

    async fn recycle(&self, connection: &mut Connection, _: &Metrics) -> RecycleResult<Error> {
        if connection.client.is_closed() {
            return Err(RecycleError::message("the server is gone"));
        }
        Ok(())
    }
}
