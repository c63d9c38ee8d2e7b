//! Services, staff, clients, supervision. Sheets are sealed; ids, roles and who works for whom are in clear.

use crate::db::{Row, Statement, Value, exactly_one, statement};
use crate::seal::{open, place, seal};
use crate::signin::ended_sign_ins_of;
use crate::{AuditLine, Purpose, Store, Trouble};
use treatment::access::Who;
use treatment::ids::{ClientId, ServiceId, StaffId};
use treatment::time::Day;

/// The subject of the keys that belong to the service as a whole.
pub(crate) const HOUSE: [u8; 16] = [0; 16];

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// The name in the data.
    pub id: ServiceId,
    /// What is known of it; sealed at rest.
    pub sheet: Vec<u8>,
}

/// A client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    /// The name in the data.
    pub id: ClientId,
    /// Of which service.
    pub service: ServiceId,
    /// Who they are; sealed at rest under a key of their own.
    pub sheet: Vec<u8>,
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    /// The name in the data.
    pub id: StaffId,
    /// Of which service.
    pub service: ServiceId,
    /// Role keys with commas between.
    pub roles: String,
    /// Whether they work here now.
    pub is_active: bool,
    /// Who they are; sealed at rest.
    pub sheet: Vec<u8>,
}

/// A setting as it stood when it was read: what is written while it stands is written on its ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    name: String,
    sealed: Vec<u8>,
}

impl Standing {
    /// Holds the setting until the commit; a conflict where somebody wrote it since.
    pub(crate) fn holds(&self) -> Statement {
        exactly_one(
            "UPDATE setting SET sealed = sealed WHERE name = $1 AND sealed = $2",
            vec![self.name.as_str().into(), self.sealed.clone().into()],
        )
    }
}

impl StaffRow {
    /// Roles stand in clear; bound to the sheet, they cannot be given in the database unnoticed.
    fn place(&self) -> Vec<u8> {
        place(&[self.id.bytes(), self.service.bytes(), self.roles.as_bytes(), &[u8::from(self.is_active)]])
    }
}

impl Store {
    /// Writes a service.
    pub async fn put_service(&self, row: ServiceRow) -> Result<(), Trouble> {
        let sealed = self.seal_house("service", row.id.bytes(), &row.sheet).await?;
        let values: Vec<Value> = vec![row.id.bytes().into(), sealed.into()];
        self.0
            .data
            .execute(
                "INSERT INTO service (id, sheet) VALUES ($1, $2)
                 ON CONFLICT (id) DO UPDATE SET sheet = excluded.sheet",
                values,
            )
            .await
    }

    /// All services.
    pub async fn services(&self) -> Result<Vec<ServiceRow>, Trouble> {
        let mut found = Vec::new();
        for row in self.0.data.query("SELECT id, sheet FROM service ORDER BY id", Vec::new()).await? {
            let id = ServiceId(row.exactly(0)?);
            found.push(ServiceRow { id, sheet: self.open_house("service", id.bytes(), row.bytes(1)).await? });
        }
        Ok(found)
    }

    /// Writes a client.
    pub async fn put_client(&self, row: ClientRow) -> Result<(), Trouble> {
        let statement = self.client_statement(&row).await?;
        self.0.data.write(vec![statement]).await.map(|_| ())
    }

    pub(crate) async fn client_statement(&self, row: &ClientRow) -> Result<Statement, Trouble> {
        let key = self.0.keys.key_or_new(&row.id.0, Purpose::Identity).await?;
        let sealed = seal(&key, Purpose::Identity, 0, &place(&[b"client", row.id.bytes()]), &row.sheet);
        Ok(statement(
            "INSERT INTO client (id, service, sheet) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET sheet = excluded.sheet",
            vec![row.id.bytes().into(), row.service.bytes().into(), sealed.into()],
        ))
    }

    /// A client; none when there is none, or when their key was destroyed.
    pub async fn client(&self, id: ClientId) -> Result<Option<ClientRow>, Trouble> {
        let rows = self
            .0
            .data
            .query("SELECT service, sheet FROM client WHERE id = $1", vec![id.bytes().into()])
            .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let key = match self.0.keys.key(&id.0, Purpose::Identity).await {
            Err(Trouble::Erased) => return Ok(None),
            other => other?,
        };
        let sheet = open(&key, &place(&[b"client", id.bytes()]), row.bytes(1))?;
        Ok(Some(ClientRow { id, service: ServiceId(row.exactly(0)?), sheet }))
    }

    /// Writes a member of staff.
    pub async fn put_staff(&self, row: StaffRow) -> Result<(), Trouble> {
        let statement = self.staff_statement(row).await?;
        self.0.data.write(vec![statement]).await.map(|_| ())
    }

    async fn staff_statement(&self, row: StaffRow) -> Result<Statement, Trouble> {
        let sealed = self.seal_house("staff", &row.place(), &row.sheet).await?;
        Ok(statement(
            "INSERT INTO staff (id, service, roles, is_active, sheet) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET roles = excluded.roles, is_active = excluded.is_active,
             sheet = excluded.sheet",
            vec![
                row.id.bytes().into(),
                row.service.bytes().into(),
                row.roles.into(),
                row.is_active.into(),
                sealed.into(),
            ],
        ))
    }

    /// Writes what a member of staff is now, whom they supervise and the line of the audit that says so: all of it or
    /// nothing. Who does not work here any more is signed out with it.
    pub async fn change_staff(
        &self,
        row: StaffRow,
        supervises: &[StaffId],
        line: &AuditLine,
    ) -> Result<(), Trouble> {
        let (id, is_active) = (row.id, row.is_active);
        let mut statements = vec![self.staff_statement(row).await?];
        statements.push(statement("DELETE FROM supervision WHERE supervisor = $1", vec![id.bytes().into()]));
        for therapist in supervises {
            statements.push(statement(
                "INSERT INTO supervision (supervisor, therapist) VALUES ($1, $2)",
                vec![id.bytes().into(), therapist.bytes().into()],
            ));
        }
        if !is_active {
            statements.push(ended_sign_ins_of(&Who::Staff(id).to_string()));
        }
        statements.push(line.statement());
        self.0.data.write(statements).await.map(|_| ())
    }

    /// One member of staff.
    pub async fn staff_one(&self, id: StaffId) -> Result<Option<StaffRow>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT id, service, roles, is_active, sheet FROM staff WHERE id = $1",
                vec![id.bytes().into()],
            )
            .await?;
        match rows.first() {
            Some(row) => self.staff_row(row).await.map(Some),
            None => Ok(None),
        }
    }

    /// Everyone of a service.
    pub async fn staff(&self, service: ServiceId) -> Result<Vec<StaffRow>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT id, service, roles, is_active, sheet FROM staff WHERE service = $1 ORDER BY id",
                vec![service.bytes().into()],
            )
            .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(self.staff_row(row).await?);
        }
        Ok(found)
    }

    async fn staff_row(&self, row: &Row) -> Result<StaffRow, Trouble> {
        let mut opened = StaffRow {
            id: StaffId(row.exactly(0)?),
            service: ServiceId(row.exactly(1)?),
            roles: row.text(2),
            is_active: row.int(3) != 0,
            sheet: Vec::new(),
        };
        opened.sheet = self.open_house("staff", &opened.place(), row.bytes(4)).await?;
        Ok(opened)
    }

    /// Whom somebody supervises.
    pub async fn supervised_by(&self, supervisor: StaffId) -> Result<Vec<StaffId>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT therapist FROM supervision WHERE supervisor = $1 ORDER BY therapist",
                vec![supervisor.bytes().into()],
            )
            .await?;
        rows.iter().map(|row| row.exactly(0).map(StaffId)).collect()
    }

    /// The supervisors of a therapist.
    pub async fn supervisors_of(&self, therapist: StaffId) -> Result<Vec<StaffId>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT supervisor FROM supervision WHERE therapist = $1 ORDER BY supervisor",
                vec![therapist.bytes().into()],
            )
            .await?;
        rows.iter().map(|row| row.exactly(0).map(StaffId)).collect()
    }

    /// Keeps a cover: who is away, who looks after their flags, the first and the last day. Answers whether it is new.
    pub async fn put_cover(&self, of: StaffId, by: StaffId, from: Day, until: Day) -> Result<bool, Trouble> {
        let added = statement(
            "INSERT INTO cover (of_staff, by_staff, from_day, until_day) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING RETURNING from_day",
            cover_values(of, by, from, until),
        );
        Ok(!self.0.data.write(vec![added]).await?.remove(0).is_empty())
    }

    /// Ends a cover; does nothing when there is none.
    pub async fn end_cover(&self, of: StaffId, by: StaffId, from: Day, until: Day) -> Result<(), Trouble> {
        self.0
            .data
            .execute(
                "DELETE FROM cover WHERE of_staff = $1 AND by_staff = $2 AND from_day = $3 AND until_day = $4",
                cover_values(of, by, from, until),
            )
            .await
    }

    /// The covers that are not over on a day: who is away, who looks, the first and the last day; earliest first.
    pub async fn covers(&self, today: Day) -> Result<Vec<(StaffId, StaffId, Day, Day)>, Trouble> {
        let rows = self
            .0
            .data
            .query(
                "SELECT of_staff, by_staff, from_day, until_day FROM cover WHERE until_day >= $1
                 ORDER BY from_day, of_staff, by_staff",
                vec![i64::from(today.0).into()],
            )
            .await?;
        let read = |row: &Row| {
            let (of, by) = (StaffId(row.exactly(0)?), StaffId(row.exactly(1)?));
            Ok((of, by, Day(row.int(2) as i32), Day(row.int(3) as i32)))
        };
        rows.iter().map(read).collect()
    }

    /// Writes a setting.
    pub async fn put_setting(&self, name: &str, value: &[u8]) -> Result<(), Trouble> {
        let sealed = self.seal_house("setting", name.as_bytes(), value).await?;
        self.0
            .data
            .execute(
                "INSERT INTO setting (name, sealed) VALUES ($1, $2)
                 ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
                vec![name.into(), sealed.into()],
            )
            .await
    }

    /// A setting.
    pub async fn setting(&self, name: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let rows = self.0.data.query("SELECT sealed FROM setting WHERE name = $1", vec![name.into()]).await?;
        match rows.first() {
            Some(row) => self.open_house("setting", name.as_bytes(), row.bytes(0)).await.map(Some),
            None => Ok(None),
        }
    }

    /// A setting, and as what it stands; `None` where it was never written.
    pub async fn setting_standing(&self, name: &str) -> Result<Option<(Vec<u8>, Standing)>, Trouble> {
        let rows = self.0.data.query("SELECT sealed FROM setting WHERE name = $1", vec![name.into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let sealed = row.bytes(0).to_vec();
        let plain = self.open_house("setting", name.as_bytes(), &sealed).await?;
        Ok(Some((plain, Standing { name: name.to_owned(), sealed })))
    }

    /// Writes a setting that was never written; one that is there stays.
    pub async fn begin_setting(&self, name: &str, value: &[u8]) -> Result<(), Trouble> {
        let sealed = self.seal_house("setting", name.as_bytes(), value).await?;
        self.0
            .data
            .execute(
                "INSERT INTO setting (name, sealed) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
                vec![name.into(), sealed.into()],
            )
            .await
    }

    /// Writes a setting while others, or what it was itself, still stand as they were read; answers as what it stands.
    /// `Conflict` when one of them was written since: nothing was changed.
    pub async fn agree_setting(
        &self,
        name: &str,
        value: &[u8],
        on: &[&Standing],
    ) -> Result<Standing, Trouble> {
        let sealed = self.seal_house("setting", name.as_bytes(), value).await?;
        let mut statements: Vec<Statement> = on.iter().map(|standing| standing.holds()).collect();
        statements.push(statement(
            "INSERT INTO setting (name, sealed) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed",
            vec![name.into(), sealed.clone().into()],
        ));
        self.0.data.write(statements).await?;
        Ok(Standing { name: name.to_owned(), sealed })
    }

    /// Seals something of the house for one row of one table.
    pub(crate) async fn seal_house(&self, table: &str, row: &[u8], plain: &[u8]) -> Result<Vec<u8>, Trouble> {
        let key = self.0.keys.key_or_new(&HOUSE, Purpose::Config).await?;
        Ok(seal(&key, Purpose::Config, 0, &place(&[table.as_bytes(), row]), plain))
    }

    /// Opens what [`Self::seal_house`] sealed.
    pub(crate) async fn open_house(
        &self,
        table: &str,
        row: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, Trouble> {
        let key = self.0.keys.key(&HOUSE, Purpose::Config).await?;
        open(&key, &place(&[table.as_bytes(), row]), sealed)
    }
}

fn cover_values(of: StaffId, by: StaffId, from: Day, until: Day) -> Vec<Value> {
    let days = [from, until].map(|day| Value::from(i64::from(day.0)));
    let mut values = vec![of.bytes().into(), by.bytes().into()];
    values.extend(days);
    values
}
