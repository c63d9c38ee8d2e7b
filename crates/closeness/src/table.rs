//! A file of rows as people and their programs write them: commas or semicolons, with or without a byte order mark, one
//! character or two at the end of a line. One row at a time, whatever the size.

use crate::Failure;
use csv::{ByteRecord, Position, StringRecord};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

const MARK: &[u8] = b"\xef\xbb\xbf";
const ROOM: usize = 1 << 16;

/// An open file of rows.
pub(crate) struct Table<'r> {
    reader: csv::Reader<Box<dyn Read + 'r>>,
    record: ByteRecord,
    /// Between two lines that end in two characters the reader stands on the second of them, still in the line before.
    late: u64,
    /// What the first line says.
    pub(crate) heads: StringRecord,
}

impl Table<'static> {
    /// Opens a file; `-` is standard input.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            return Self::read(io::stdin().lock());
        }
        let file = File::open(path);
        Self::read(file.map_err(|why| Failure::Configuration(format!("{}: {why}", path.display())))?)
    }
}

impl<'r> Table<'r> {
    /// Reads rows from anywhere.
    ///
    /// # Errors
    /// Nothing to read, or a first line that is not text.
    pub(crate) fn read(from: impl Read + 'r) -> Result<Self, Failure> {
        let mut from = BufReader::with_capacity(ROOM, from);
        let mut head = Vec::new();
        from.read_until(b'\n', &mut head).map_err(other)?;
        if head.starts_with(MARK) {
            head.drain(..MARK.len());
        }
        let late = u64::from(head.ends_with(b"\r\n"));
        let delimiter = if head.contains(&b';') && !head.contains(&b',') { b';' } else { b',' };
        let whole: Box<dyn Read + 'r> = Box::new(Cursor::new(head).chain(from));
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(ROOM)
            .from_reader(whole);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).map_err(other)? {
            return Err(Failure::Wrong("the file is empty: its first line names the columns".to_owned()));
        }
        let heads = StringRecord::from_byte_record(record.clone())
            .map_err(|_| Failure::Wrong("the first line is not text in UTF-8".to_owned()))?;
        Ok(Self { reader, record, late, heads })
    }

    /// The next row with its line in the file, 1 for the first line; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, Failure> {
        if !self.reader.read_byte_record(&mut self.record).map_err(other)? {
            return Ok(None);
        }
        let line = self.record.position().map_or(0, Position::line) + self.late;
        Ok(Some((line, &self.record)))
    }
}

/// A count with its word: `1 row`, `2 rows`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// Why a row with another number of values than there are columns is not read.
pub(crate) fn misfit(record: &ByteRecord, columns: usize) -> String {
    let said = format!("{} under {}", counted(record.len(), "value"), counted(columns, "column"));
    if record.iter().any(|value| value.contains(&b'\n')) {
        return format!("{said}; a quotation mark that opens here is not closed on its line");
    }
    said
}

/// A trouble with reading or writing.
pub(crate) fn other(why: impl std::fmt::Display) -> Failure {
    Failure::Other(why.to_string())
}
